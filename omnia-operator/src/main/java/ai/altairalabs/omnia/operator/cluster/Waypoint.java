package ai.altairalabs.omnia.operator.cluster;

import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.Map;
import java.util.Objects;

/**
 * A Gateway of class {@code istio-waypoint}.
 *
 * @param programmed whether its proxy runs with its configuration
 */
public record Waypoint(ResourceName name, Map<String, String> labels, boolean programmed) {
    public Waypoint {
        Objects.requireNonNull(name);
        labels = Map.copyOf(labels);
    }

    /** Whether it takes the traffic to Services. */
    public boolean forServices() {
        String what = labels.getOrDefault("istio.io/waypoint-for", "service");
        return what.equals("service") || what.equals("all");
    }
}
