package ai.altairalabs.omnia.operator.cluster;

import ai.altairalabs.omnia.operator.cluster.Service.TargetPort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pod is made of.
 *
 * @param serviceAccount the one that it runs as, {@code default} where nothing is said
 * @param containers those that run as long as the pod does, native sidecars included
 */
public record PodShape(
        String namespace,
        Map<String, String> labels,
        Map<String, String> annotations,
        String serviceAccount,
        List<Container> containers) {
    public PodShape {
        Objects.requireNonNull(namespace);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        Objects.requireNonNull(serviceAccount);
        containers = List.copyOf(containers);
    }

    /** Whether the labels are among this pod's. */
    public boolean matches(String namespace, Map<String, String> selector) {
        return this.namespace.equals(namespace) && labels.entrySet().containsAll(selector.entrySet());
    }

    /** The container of this name. */
    public Optional<Container> container(String name) {
        return containers.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The number that a Service's port leads to; empty: no container has a port of that name. */
    public Optional<Integer> number(TargetPort target) {
        return switch (target) {
            case TargetPort.Numbered(int number) -> Optional.of(number);
            case TargetPort.Named(String name) ->
                containers.stream()
                        .flatMap(one -> one.ports().stream())
                        .filter(port -> port.name().equals(name))
                        .map(ContainerPort::number)
                        .findFirst();
        };
    }

    /** A container. */
    public record Container(String name, List<ContainerPort> ports) {
        public Container {
            Objects.requireNonNull(name);
            ports = List.copyOf(ports);
        }
    }

    /**
     * A port that a container declares.
     *
     * @param name empty: it has none
     */
    public record ContainerPort(String name, int number) {
        public ContainerPort {
            Objects.requireNonNull(name);
        }
    }
}
