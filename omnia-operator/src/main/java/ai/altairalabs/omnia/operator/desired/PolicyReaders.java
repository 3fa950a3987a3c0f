package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.objects.Marks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who must read the policies of a namespace: pods with a door of ours, pods that will get one, and the agents. One
 * RoleBinding in each such namespace gives their service accounts the ClusterRole for it, and nobody else.
 */
public final class PolicyReaders {
    /** The ClusterRole: get, list and watch of our kinds. The chart makes it. */
    public static final String ROLE = "omnia-policy-reader";

    /** The RoleBinding. */
    public static final String BINDING = "omnia-policy-readers";

    private static final String API_GROUP = "rbac.authorization.k8s.io";

    private PolicyReaders() {}

    /** The RoleBindings, one a namespace. */
    public static List<Map<String, Object>> bindings(ClusterView view) {
        List<Map<String, Object>> bindings = new ArrayList<>();
        accounts(view).forEach((namespace, accounts) -> bindings.add(binding(namespace, accounts)));
        return bindings;
    }

    private static Map<String, Set<String>> accounts(ClusterView view) {
        Map<String, Set<String>> accounts = new TreeMap<>();
        Stream<PodShape> running = view.pods().stream()
                .map(pod -> pod.shape())
                .filter(shape -> shape.container(Marks.POLICY_PROXY).isPresent());
        Stream<PodShape> coming = view.templates().stream()
                .map(template -> template.shape())
                .filter(shape -> isMarked(view, shape))
                .filter(shape -> Sidecar.of(view, shape).isPresent());
        Stream.concat(running, coming)
                .forEach(shape -> accounts.computeIfAbsent(shape.namespace(), _ -> new TreeSet<>())
                        .add(shape.serviceAccount()));
        // One that has faults just now may run all the same.
        for (ResourceName agent : view.policies().names(Kind.AGENT_RUNTIME)) {
            accounts.computeIfAbsent(agent.namespace(), _ -> new TreeSet<>()).add(agent.name());
        }
        return accounts;
    }

    /** Whether the webhook is asked about such pods. */
    private static boolean isMarked(ClusterView view, PodShape shape) {
        String own = shape.labels().get(Marks.INJECT);
        String wanted = own == null ? view.namespace(shape.namespace()).labels().get(Marks.INJECT) : own;
        return "enabled".equals(wanted);
    }

    private static Map<String, Object> binding(String namespace, Set<String> accounts) {
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("apiVersion", API_GROUP + "/v1");
        binding.put("kind", "RoleBinding");
        binding.put(
                "metadata",
                Map.of("name", BINDING, "namespace", namespace, "labels", Map.of(Marks.MANAGED_BY, Marks.OPERATOR)));
        binding.put("roleRef", Map.of("apiGroup", API_GROUP, "kind", "ClusterRole", "name", ROLE));
        binding.put(
                "subjects",
                accounts.stream()
                        .map(account -> Map.of("kind", "ServiceAccount", "name", account, "namespace", namespace))
                        .toList());
        return binding;
    }
}
