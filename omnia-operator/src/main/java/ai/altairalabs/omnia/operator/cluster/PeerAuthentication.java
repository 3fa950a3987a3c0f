package ai.altairalabs.omnia.operator.cluster;

import ai.altairalabs.omnia.core.policy.ResourceName;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A PeerAuthentication of Istio.
 *
 * @param created when it was made: the oldest wins among equals
 * @param selector empty: all workloads of its namespace, or of the mesh
 * @param mode for every port
 * @param ports for single ports of the workload; only with a selector
 * @param ours whether the operator made it
 */
public record PeerAuthentication(
        ResourceName name,
        Instant created,
        Map<String, String> selector,
        Mode mode,
        Map<Integer, Mode> ports,
        boolean ours) {
    /** How a workload takes mutual TLS. */
    public enum Mode {
        /** As the wider object says. */
        UNSET,
        DISABLE,
        PERMISSIVE,
        STRICT
    }

    public PeerAuthentication {
        Objects.requireNonNull(name);
        Objects.requireNonNull(created);
        selector = Map.copyOf(selector);
        Objects.requireNonNull(mode);
        ports = Map.copyOf(ports);
    }
}
