package ai.altairalabs.omnia.operator.desired;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What enforces a policy at one place where its tools are served.
 *
 * @param place a workload by its Services, or a host outside
 * @param enforcing the layers that every call must pass there; empty: none
 * @param missing why the other layers do not enforce
 */
public record PlaceReport(String place, Set<Layer> enforcing, List<Note> missing) {
    public PlaceReport {
        Objects.requireNonNull(place);
        enforcing = enforcing.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(EnumSet.copyOf(enforcing));
        missing = List.copyOf(missing);
    }

    /** Whether some layer enforces. */
    public boolean enforced() {
        return !enforcing.isEmpty();
    }
}
