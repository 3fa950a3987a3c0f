package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.operator.cluster.ClusterView;
import java.util.List;
import java.util.Set;

/** Puts the parts together. */
final class Derivation {
    private Derivation() {}

    static Desired of(ClusterView view) {
        return new Desired(List.of(), List.of(), Set.of());
    }
}
