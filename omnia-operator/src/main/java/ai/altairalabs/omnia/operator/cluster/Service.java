package ai.altairalabs.omnia.operator.cluster;

import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A Service.
 *
 * @param selector labels of the pods behind it; empty: nothing says which
 * @param external whether it is only another name for a host outside
 */
public record Service(
        ResourceName name,
        Map<String, String> labels,
        Map<String, String> selector,
        List<ServicePort> ports,
        boolean external) {
    public Service {
        Objects.requireNonNull(name);
        labels = Map.copyOf(labels);
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    /** The port with this number. */
    public Optional<ServicePort> port(int number) {
        return ports.stream().filter(port -> port.number() == number).findFirst();
    }

    /**
     * A port of a Service.
     *
     * @param number as callers write it
     * @param target where it leads in the pod
     */
    public record ServicePort(int number, TargetPort target) {
        public ServicePort {
            Objects.requireNonNull(target);
        }
    }

    /** Where a Service's port leads in a pod. */
    public sealed interface TargetPort {
        /** To the container port of this name. */
        record Named(String name) implements TargetPort {
            public Named {
                Objects.requireNonNull(name);
            }
        }

        /** To this number. */
        record Numbered(int number) implements TargetPort {}
    }
}
