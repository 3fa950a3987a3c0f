package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.istio.Attachment;
import ai.altairalabs.omnia.operator.istio.AuthorizationPolicies;
import ai.altairalabs.omnia.operator.istio.DenyRule;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Closes the port at which an application listens behind our proxy in the same pod: the proxy reaches it over loopback,
 * and
 * nobody else needs it. Istio's proxy closes it where there is one, else the cluster's network.
 */
final class ClosedPorts {
    private final ClusterView view;
    private final Waypoints waypoints;

    ClosedPorts(ClusterView view) {
        this.view = view;
        this.waypoints = new Waypoints(view);
    }

    /** Whether the ports of the application in this pod are closed to other pods. */
    boolean closed(PodShape pod) {
        return !ports(pod).isEmpty() && (byIstio(pod) || view.mesh().networkPolicies());
    }

    /** What closes the ports of a workload's pods. */
    List<DesiredObject> objects(Workload workload) {
        Set<String> byIstio = new TreeSet<>();
        Set<String> byNetwork = new TreeSet<>();
        view.pods().stream()
                .map(pod -> pod.shape())
                .filter(workload::selects)
                .filter(pod -> !ports(pod).isEmpty())
                .forEach(pod ->
                        (byIstio(pod) ? byIstio : byNetwork).add(label(pod).orElseThrow()));
        List<DesiredObject> objects = new ArrayList<>();
        byIstio.forEach(label -> objects.add(authorization(workload, label)));
        if (view.mesh().networkPolicies()) {
            byNetwork.forEach(label -> objects.add(network(workload, label)));
        }
        return objects;
    }

    private boolean byIstio(PodShape pod) {
        return view.istioInstalled()
                && (view.mesh().ambient()
                        ? waypoints.captured(pod)
                        : pod.container(Marks.ISTIO_PROXY).isPresent());
    }

    private static Optional<String> label(PodShape pod) {
        return Optional.ofNullable(pod.labels().get(Marks.APP_PORT));
    }

    /** The application's ports; empty: the pod has none of our proxies, or its label cannot be read. */
    private static List<Integer> ports(PodShape pod) {
        return pod.container(Marks.POLICY_PROXY).isEmpty()
                ? List.of()
                : label(pod).map(ClosedPorts::ports).orElse(List.of());
    }

    private static List<Integer> ports(String label) {
        List<Integer> ports = new ArrayList<>();
        for (String text : label.split("_", -1)) {
            if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65535) {
                return List.of();
            }
            ports.add(Integer.parseInt(text));
        }
        return ports.stream().sorted().distinct().toList();
    }

    private static DesiredObject authorization(Workload workload, String label) {
        return object(
                AuthorizationPolicies.API_VERSION,
                AuthorizationPolicies.KIND,
                workload,
                label,
                AuthorizationPolicies.denyAll(
                        new Attachment.ToPods(selector(workload, label)), DenyRule.toPorts(ports(label))));
    }

    /** A NetworkPolicy can only allow: every port but the application's. */
    private static DesiredObject network(Workload workload, String label) {
        List<Map<String, Object>> open = new ArrayList<>();
        int from = 1;
        for (int port : ports(label)) {
            addRange(open, from, port - 1);
            from = port + 1;
        }
        addRange(open, from, 65535);
        open.add(range("UDP", 1, 65535));
        open.add(range("SCTP", 1, 65535));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", Map.of("matchLabels", selector(workload, label)));
        spec.put("policyTypes", List.of("Ingress"));
        spec.put("ingress", List.of(Map.of("ports", open)));
        return object("networking.k8s.io/v1", "NetworkPolicy", workload, label, spec);
    }

    private static void addRange(List<Map<String, Object>> open, int from, int to) {
        if (from <= to) {
            open.add(range("TCP", from, to));
        }
    }

    private static Map<String, Object> range(String protocol, int from, int to) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("protocol", protocol);
        range.put("port", from);
        if (to > from) {
            range.put("endPort", to);
        }
        return range;
    }

    private static Map<String, String> selector(Workload workload, String label) {
        Map<String, String> selector = new HashMap<>(workload.selector());
        selector.put(Marks.APP_PORT, label);
        return new java.util.TreeMap<>(selector);
    }

    private static DesiredObject object(
            String apiVersion, String kind, Workload workload, String label, Map<String, Object> spec) {
        List<String> identity = new ArrayList<>(List.of("closed", label));
        identity.addAll(workload.identity());
        return new DesiredObject(
                apiVersion,
                kind,
                workload.namespace(),
                StableNames.name("omnia-" + workload.name() + "-app-port", identity, 1),
                Map.of(Marks.MANAGED_BY, Marks.OPERATOR),
                Map.of(),
                null,
                spec);
    }
}
