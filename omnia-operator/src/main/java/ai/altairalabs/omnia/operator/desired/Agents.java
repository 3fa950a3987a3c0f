package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As whom the agents of one namespace run. */
final class Agents {
    private final ClusterView view;
    private final String namespace;
    private final List<PodShape> shapes;
    private final Set<String> known;
    private final Map<String, Set<String>> accountsByLabel = new HashMap<>();

    private Agents(ClusterView view, String namespace) {
        this.view = view;
        this.namespace = namespace;
        this.shapes = Stream.concat(
                        view.pods().stream().map(pod -> pod.shape()),
                        view.templates().stream().map(template -> template.shape()))
                .filter(shape -> shape.namespace().equals(namespace))
                .toList();
        for (PodShape shape : shapes) {
            String label = shape.labels().get(Marks.AGENT);
            if (label != null) {
                accountsByLabel.computeIfAbsent(label, _ -> new TreeSet<>()).add(shape.serviceAccount());
            }
        }
        this.known = view.policies().names(Kind.AGENT_RUNTIME).stream()
                .filter(name -> name.namespace().equals(namespace))
                .map(ResourceName::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Agents of(ClusterView view, String namespace) {
        return new Agents(view, namespace);
    }

    /** Those that the policy selects: by name, else every AgentRuntime. Sorted. */
    Set<String> selected(AgentPolicy policy) {
        return policy.agents().isEmpty() ? known : new TreeSet<>(policy.agents());
    }

    /** The service accounts of an agent: its pods', else the one that the operator gives it. Sorted. */
    private Set<String> accounts(String agent) {
        return accountsByLabel.getOrDefault(StableNames.label(agent), Set.of(agent));
    }

    /** The principals of these agents, sorted. */
    List<String> principals(Set<String> agents) {
        return agents.stream()
                .flatMap(agent -> accounts(agent).stream())
                .map(account -> view.mesh().principal(namespace, account))
                .distinct()
                .sorted()
                .toList();
    }

    /** Which of these agents run as nobody knows whom: neither an AgentRuntime nor a pod says it. */
    List<Note> unseen(Set<String> agents) {
        return agents.stream()
                .filter(agent -> !known.contains(agent) && !accountsByLabel.containsKey(StableNames.label(agent)))
                .map(agent -> new Note(
                        Layer.ISTIO,
                        Reason.NO_AGENT,
                        "neither an AgentRuntime nor a pod is there for the agent `" + agent
                                + "`, so Istio takes it for the service account of that name",
                        "create the AgentRuntime, or label the agent's pods `" + Marks.AGENT + ": "
                                + StableNames.label(agent) + "`"))
                .toList();
    }

    /** Who cannot be told apart from these agents. */
    List<Note> shared(Set<String> agents) {
        Set<String> everyone = new TreeSet<>(known);
        everyone.addAll(agents);
        Map<String, Set<String>> users = new TreeMap<>();
        everyone.forEach(agent -> accounts(agent)
                .forEach(account ->
                        users.computeIfAbsent(account, _ -> new TreeSet<>()).add(agent)));
        Set<String> labels = everyone.stream().map(StableNames::label).collect(Collectors.toSet());
        Set<String> foreign = shapes.stream()
                .filter(shape -> !labels.contains(shape.labels().getOrDefault(Marks.AGENT, "")))
                .map(PodShape::serviceAccount)
                .collect(Collectors.toSet());
        List<Note> notes = new ArrayList<>();
        users.forEach((account, sharers) -> {
            boolean others = foreign.contains(account);
            if (sharers.stream().anyMatch(agents::contains) && (sharers.size() > 1 || others)) {
                notes.add(note(account, sharers, others));
            }
        });
        return notes;
    }

    private static Note note(String account, Set<String> sharers, boolean others) {
        String names = sharers.stream().map(agent -> "`" + agent + "`").collect(Collectors.joining(", "));
        return new Note(
                Layer.ISTIO,
                Reason.SHARED_SERVICE_ACCOUNT,
                (sharers.size() > 1 ? "the agents " : "the agent ") + names + (others ? " and other pods" : "")
                        + " run as the service account `" + account
                        + "`, so Istio denies to all of them what is denied to one",
                "give each agent its own `serviceAccountName`");
    }
}
