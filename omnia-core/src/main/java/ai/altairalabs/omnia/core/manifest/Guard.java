package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest with faults still keeps closed: what cannot be decided is denied (semantics, section 5, loading). It
 * refuses where it enforces and its {@code onFailure} is deny; what could not be read counts as the stricter.
 */
public sealed interface Guard {
    /** The namespace whose calls it guards; null: it could not be read, so every namespace. */
    @Nullable
    String namespace();

    /** The name of the faulty resource; null: it could not be read. */
    @Nullable
    String name();

    /** What happens to the calls that it guards. */
    OnFailure onFailure();

    /** Whether it refuses; else it only records that it would. */
    boolean enforces();

    /** Whether it speaks of this namespace. */
    default boolean covers(String namespace) {
        String own = namespace();
        return own == null || own.equals(namespace);
    }

    /**
     * Tools of one registry: a faulty ToolPolicy's selector, or a faulty ToolRegistry.
     *
     * @param tools empty: every tool of the registry
     */
    record ToolGuard(
            @Nullable String namespace,
            @Nullable String name,
            String registry,
            Set<String> tools,
            OnFailure onFailure,
            ToolPolicy.Mode mode)
            implements Guard {
        public ToolGuard {
            Objects.requireNonNull(registry);
            tools = Set.copyOf(tools);
            Objects.requireNonNull(onFailure);
            Objects.requireNonNull(mode);
        }

        @Override
        public boolean enforces() {
            return mode == ToolPolicy.Mode.ENFORCE;
        }

        /** Whether it guards this tool of a namespace that it covers. */
        public boolean guards(String registry, String tool) {
            return this.registry.equals(registry) && (tools.isEmpty() || tools.contains(tool));
        }
    }

    /**
     * Every tool call of some agents: a faulty AgentPolicy's selector.
     *
     * @param agents empty: every agent, and calls whose agent is not known
     */
    record AgentGuard(
            @Nullable String namespace,
            @Nullable String name,
            Set<String> agents,
            OnFailure onFailure,
            AgentPolicy.Mode mode)
            implements Guard {
        public AgentGuard {
            agents = Set.copyOf(agents);
            Objects.requireNonNull(onFailure);
            Objects.requireNonNull(mode);
        }

        @Override
        public boolean enforces() {
            return mode == AgentPolicy.Mode.ENFORCE;
        }

        /** Whether it guards calls of this agent in a namespace that it covers. */
        public boolean guards(String agent) {
            return agents.isEmpty() || agents.contains(agent);
        }
    }

    /** Every call: nothing says what the manifest was to guard. Always refuses. */
    record Everything(@Nullable String namespace, @Nullable String name) implements Guard {
        @Override
        public OnFailure onFailure() {
            return OnFailure.DENY;
        }

        @Override
        public boolean enforces() {
            return true;
        }
    }
}
