package ai.altairalabs.omnia.core.call;

import java.util.Objects;

/** Which tool a request calls. The endpoint says it, a header never does (semantics, section 2). */
public sealed interface ToolIdentity {
    /** The header in which the caller says which tool it means to call. */
    String NAME_HEADER = "X-Omnia-Tool-Name";

    /** The header in which the caller says whose tool it is. */
    String REGISTRY_HEADER = "X-Omnia-Tool-Registry";

    /** The registry's name, or empty where it is not known. */
    default String registryName() {
        return this instanceof Known known ? known.registry() : "";
    }

    /** The tool's name, or empty where it is not known. */
    default String toolName() {
        return this instanceof Known known ? known.tool() : "";
    }

    /** A registered tool. */
    record Known(String registry, String tool) implements ToolIdentity {
        public Known {
            Objects.requireNonNull(registry);
            Objects.requireNonNull(tool);
        }

        // As a record's own, but without the method handles, which each look-up of a call's policies would go through.
        @Override
        public boolean equals(Object other) {
            return this == other
                    || (other instanceof Known known && tool.equals(known.tool) && registry.equals(known.registry));
        }

        @Override
        public int hashCode() {
            return 31 * registry.hashCode() + tool.hashCode();
        }
    }

    /** The headers name another tool than the endpoint is: refused. */
    record Mismatched(Known endpoint) implements ToolIdentity {
        public Mismatched {
            Objects.requireNonNull(endpoint);
        }

        @Override
        public String registryName() {
            return endpoint.registry();
        }

        @Override
        public String toolName() {
            return endpoint.tool();
        }
    }

    /** No registered tool, or more than one: refused. */
    record Unknown() implements ToolIdentity {}

    /** No registered tool, at a door that was told to let such requests pass. */
    record Unlisted() implements ToolIdentity {}
}
