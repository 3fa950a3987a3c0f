package ai.altairalabs.omnia.operator.cluster;

import java.util.Objects;

/**
 * What a Deployment, StatefulSet or DaemonSet makes pods from, as its author wrote it: what is added when a pod is made
 * (sidecars) is not in it.
 */
public record PodTemplate(String kind, String name, PodShape shape) {
    public PodTemplate {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(shape);
    }
}
