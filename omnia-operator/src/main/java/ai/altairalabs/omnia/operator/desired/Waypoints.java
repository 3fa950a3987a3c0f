package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.cluster.Service;
import ai.altairalabs.omnia.operator.cluster.Waypoint;
import java.util.Map;
import java.util.Optional;

/** Which waypoint takes the traffic of a Service, by the labels of the Service and of its namespace. */
final class Waypoints {
    private static final String USE = "istio.io/use-waypoint";
    private static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";
    private static final String MODE = "istio.io/dataplane-mode";

    private final ClusterView view;

    Waypoints(ClusterView view) {
        this.view = view;
    }

    /** Whether a running waypoint takes it. */
    boolean takes(Service service) {
        String namespace = service.name().namespace();
        return chosen(service.labels(), namespace)
                .or(() -> service.labels().containsKey(USE)
                        ? Optional.empty()
                        : chosen(view.namespace(namespace).labels(), namespace))
                .filter(Waypoint::programmed)
                .filter(Waypoint::forServices)
                .isPresent();
    }

    private Optional<Waypoint> chosen(Map<String, String> labels, String namespace) {
        String name = labels.get(USE);
        if (name == null || name.equals("none")) {
            return Optional.empty();
        }
        ResourceName full = new ResourceName(labels.getOrDefault(USE_NAMESPACE, namespace), name);
        return view.waypoints().stream().filter(one -> one.name().equals(full)).findFirst();
    }

    /** Whether the node's ztunnel takes a pod's traffic: Istio's annotation says that it does. */
    boolean captured(PodShape pod) {
        return "enabled".equals(pod.annotations().get("ambient.istio.io/redirection"));
    }

    /** Whether a pod is meant to be captured. */
    boolean meant(PodShape pod) {
        String own = pod.labels().get(MODE);
        String mode = own == null ? view.namespace(pod.namespace()).labels().get(MODE) : own;
        return "ambient".equals(mode);
    }
}
