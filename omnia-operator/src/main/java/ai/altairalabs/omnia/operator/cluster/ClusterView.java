package ai.altairalabs.omnia.operator.cluster;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is seen at one moment. Everything that the operator wants follows from it.
 *
 * @param policies the resources of our group
 * @param mesh the settings
 * @param istioInstalled whether the cluster knows Istio's kinds
 * @param namespaces those of which labels matter; one that is missing has none
 * @param services all that a tool or an agent may stand behind
 * @param pods the pods that are not finished
 * @param templates what pods would be made from; they stand for pods where a workload has none
 * @param peerAuthentications those of all namespaces, the mesh's root namespace included
 * @param waypoints the Gateways of class {@code istio-waypoint}
 */
public record ClusterView(
        PolicySet policies,
        Mesh mesh,
        boolean istioInstalled,
        List<Namespace> namespaces,
        List<Service> services,
        List<Pod> pods,
        List<PodTemplate> templates,
        List<PeerAuthentication> peerAuthentications,
        List<Waypoint> waypoints) {
    public ClusterView {
        Objects.requireNonNull(policies);
        Objects.requireNonNull(mesh);
        namespaces = List.copyOf(namespaces);
        services = List.copyOf(services);
        pods = List.copyOf(pods);
        templates = List.copyOf(templates);
        peerAuthentications = List.copyOf(peerAuthentications);
        waypoints = List.copyOf(waypoints);
    }

    /** A view of nothing but policies. */
    public static ClusterView of(PolicySet policies, Mesh mesh) {
        return new ClusterView(policies, mesh, false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** The Service of this name. */
    public Optional<Service> service(ResourceName name) {
        return services.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The namespace; one without labels where none was seen. */
    public Namespace namespace(String name) {
        return namespaces.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseGet(() -> new Namespace(name, java.util.Map.of()));
    }
}
