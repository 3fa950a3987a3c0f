package ai.altairalabs.omnia.core.policy;

import ai.altairalabs.omnia.core.problem.Place;

/** A resource of the group {@code omnia.altairalabs.ai/v1alpha1}. */
public sealed interface Resource permits AgentPolicy, ToolPolicy, ToolRegistry, AgentRuntime {
    /** The group and version that every manifest names. */
    String API_VERSION = "omnia.altairalabs.ai/v1alpha1";

    /** Its name. */
    ResourceName name();

    /** Where its manifest stands: the place of {@code metadata.name}. */
    Place place();

    /** Its kind. */
    default Kind kind() {
        return switch (this) {
            case AgentPolicy _ -> Kind.AGENT_POLICY;
            case ToolPolicy _ -> Kind.TOOL_POLICY;
            case ToolRegistry _ -> Kind.TOOL_REGISTRY;
            case AgentRuntime _ -> Kind.AGENT_RUNTIME;
        };
    }
}
