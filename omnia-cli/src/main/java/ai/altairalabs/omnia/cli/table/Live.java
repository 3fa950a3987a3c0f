package ai.altairalabs.omnia.cli.table;

import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What really runs: manifests alone do not say it.
 *
 * @param guarded registries in front of whose tools a door stands
 * @param agents the agents that are served, with an address each
 * @param births when each resource came to be
 */
public record Live(Set<ResourceName> guarded, Map<ResourceName, String> agents, Births births) {
    /** Nothing runs. */
    public static final Live NOTHING = new Live(Set.of(), Map.of(), Births.OF_FILES);

    public Live {
        guarded = Set.copyOf(guarded);
        agents = Map.copyOf(agents);
        Objects.requireNonNull(births);
    }
}
