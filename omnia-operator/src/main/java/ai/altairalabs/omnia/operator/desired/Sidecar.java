package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.cluster.Service.TargetPort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The door that a tool's pod should have.
 *
 * @param registry whose tools are behind it; null: several registries'
 * @param portName the container port that Services lead to: the door takes it over
 */
public record Sidecar(@Nullable String registry, String portName) {
    public Sidecar {
        Objects.requireNonNull(portName);
    }

    /**
     * The door of a pod; empty: it should have none, or can have none. A door reads the policies of its own namespace, so
     * only registries of the pod's namespace count; and there is one for each pod, so that a pod which is reached at several
     * named ports gets none. The status of the policies says what is then missing.
     */
    public static Optional<Sidecar> of(ClusterView view, PodShape pod) {
        List<Workload> workloads = ToolMap.of(view, pod.namespace()).workloads().stream()
                .filter(workload -> workload.selects(pod))
                .toList();
        Set<String> names = new TreeSet<>();
        Set<String> registries = new TreeSet<>();
        for (Workload workload : workloads) {
            workload.tools().forEach(tool -> registries.add(tool.registry()));
            for (Workload.Port port : workload.ports()) {
                if (port.target() instanceof TargetPort.Named(String name)) {
                    names.add(name);
                }
            }
        }
        return names.size() == 1
                ? Optional.of(new Sidecar(
                        registries.size() == 1 ? registries.iterator().next() : null,
                        names.iterator().next()))
                : Optional.empty();
    }
}
