package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As whom the agents of one namespace run. */
final class Agents {
    private final ClusterView view;
    private final String namespace;
    private final List<PodShape> shapes;
    private final Set<String> known;

    private Agents(ClusterView view, String namespace) {
        this.view = view;
        this.namespace = namespace;
        this.shapes = Stream.concat(
                        view.pods().stream().map(pod -> pod.shape()),
                        view.templates().stream().map(template -> template.shape()))
                .filter(shape -> shape.namespace().equals(namespace))
                .toList();
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

    /** What the pods of an agent are made of. */
    List<PodShape> shapes(String agent) {
        String label = StableNames.label(agent);
        return shapes.stream()
                .filter(shape -> label.equals(shape.labels().get(Marks.AGENT)))
                .toList();
    }

    /** The service accounts of an agent: its pods', else the one that the operator gives it. Sorted. */
    Set<String> accounts(String agent) {
        Set<String> accounts = new TreeSet<>();
        shapes(agent).forEach(shape -> accounts.add(shape.serviceAccount()));
        return accounts.isEmpty() ? Set.of(agent) : accounts;
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

    /** Who cannot be told apart from these agents. */
    List<Note> shared(Set<String> agents) {
        List<Note> notes = new ArrayList<>();
        Set<String> accounts = new TreeSet<>();
        agents.forEach(agent -> accounts.addAll(accounts(agent)));
        Set<String> everyone = new TreeSet<>(known);
        everyone.addAll(agents);
        for (String account : accounts) {
            List<String> sharers = everyone.stream()
                    .filter(agent -> accounts(agent).contains(account))
                    .map(agent -> "`" + agent + "`")
                    .toList();
            boolean others = shapes.stream()
                    .anyMatch(shape -> shape.serviceAccount().equals(account) && !isAgent(shape, everyone));
            if (sharers.size() > 1 || others) {
                String who = (sharers.size() > 1 ? "the agents " : "the agent ")
                        + String.join(", ", sharers)
                        + (others ? " and other pods" : "");
                notes.add(new Note(
                        Layer.ISTIO,
                        Reason.SHARED_SERVICE_ACCOUNT,
                        who + " run as the service account `" + account
                                + "`, so Istio denies to all of them what is denied to one",
                        "give each agent its own `serviceAccountName`"));
            }
        }
        return notes;
    }

    private static boolean isAgent(PodShape shape, Set<String> agents) {
        String label = shape.labels().get(Marks.AGENT);
        return label != null
                && agents.stream().anyMatch(agent -> StableNames.label(agent).equals(label));
    }
}
