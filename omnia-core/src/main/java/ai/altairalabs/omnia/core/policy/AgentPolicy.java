package ai.altairalabs.omnia.core.policy;

import ai.altairalabs.omnia.core.problem.Place;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tools an agent may call, and which claims of the user travel with its calls.
 *
 * @param name its name
 * @param place where it stands
 * @param agents names of the agents it selects; empty: every agent of its namespace
 * @param toolAccess the tools; null: this policy says nothing of tools
 * @param forwardClaims the claims that travel, in the author's order
 * @param mode whether it refuses or only records
 * @param onFailure what to do when it cannot be decided
 */
public record AgentPolicy(
        ResourceName name,
        Place place,
        Set<String> agents,
        @Nullable ToolAccess toolAccess,
        List<ForwardClaim> forwardClaims,
        Mode mode,
        OnFailure onFailure)
        implements Resource {
    public AgentPolicy {
        Objects.requireNonNull(name);
        Objects.requireNonNull(place);
        agents = Set.copyOf(agents);
        forwardClaims = List.copyOf(forwardClaims);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(onFailure);
    }

    /** Whether it speaks of this agent of its own namespace. */
    public boolean selects(String agent) {
        return agents.isEmpty() || agents.contains(agent);
    }

    /** {@code spec.mode}. */
    public enum Mode {
        ENFORCE,
        PERMISSIVE
    }

    /**
     * {@code spec.toolAccess}.
     *
     * @param listing what being listed means
     * @param rules the listed tools
     */
    public record ToolAccess(Listing listing, List<ToolList> rules) {
        public ToolAccess {
            Objects.requireNonNull(listing);
            rules = List.copyOf(rules);
        }

        /** {@code spec.toolAccess.mode}. */
        public enum Listing {
            ALLOWLIST,
            DENYLIST
        }

        /** Whether the tool is listed. Names are exact. */
        public boolean lists(String registry, String tool) {
            for (ToolList rule : rules) {
                if (rule.registry.equals(registry) && rule.tools.contains(tool)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether the lists allow the tool. */
        public boolean allows(String registry, String tool) {
            return lists(registry, tool) == (listing == Listing.ALLOWLIST);
        }
    }

    /** Tools of one registry, by exact name. */
    public record ToolList(String registry, Set<String> tools) {
        public ToolList {
            Objects.requireNonNull(registry);
            tools = Set.copyOf(tools);
        }
    }

    /**
     * A claim of the user's token that travels as a header.
     *
     * @param claim a dot path into the verified token
     * @param header the header's name as the author wrote it: {@code X-Omnia-Claim-…}
     * @param place where the mapping stands
     */
    public record ForwardClaim(String claim, String header, Place place) {
        public ForwardClaim {
            Objects.requireNonNull(claim);
            Objects.requireNonNull(header);
            Objects.requireNonNull(place);
        }
    }
}
