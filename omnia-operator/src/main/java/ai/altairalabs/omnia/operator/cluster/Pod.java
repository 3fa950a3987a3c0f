package ai.altairalabs.omnia.operator.cluster;

import java.util.Objects;

/**
 * A pod that is not finished.
 *
 * @param ready whether Services send it traffic
 */
public record Pod(String name, PodShape shape, boolean ready) {
    public Pod {
        Objects.requireNonNull(name);
        Objects.requireNonNull(shape);
    }
}
