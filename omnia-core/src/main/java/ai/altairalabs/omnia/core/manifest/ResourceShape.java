package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import java.util.function.Function;

/** What a whole manifest looks like, for each kind. */
final class ResourceShape {
    private static final ObjectShape<Resource> AGENT_POLICY = of(AgentPolicyShape.SPEC);
    private static final ObjectShape<Resource> TOOL_POLICY = of(ToolPolicyShape.SPEC);
    private static final ObjectShape<Resource> TOOL_REGISTRY = of(ToolRegistryShape.SPEC);
    private static final ObjectShape<Resource> AGENT_RUNTIME = of(AgentRuntimeShape.SPEC);

    private ResourceShape() {}

    static ObjectShape<Resource> of(Kind kind) {
        return switch (kind) {
            case AGENT_POLICY -> AGENT_POLICY;
            case TOOL_POLICY -> TOOL_POLICY;
            case TOOL_REGISTRY -> TOOL_REGISTRY;
            case AGENT_RUNTIME -> AGENT_RUNTIME;
        };
    }

    private static <R extends Resource> ObjectShape<Resource> of(Shape<Function<Metadata, R>> spec) {
        Field<String> apiVersion = Field.required(
                "apiVersion",
                TextShape.of("`" + Resource.API_VERSION + "`", _ -> null),
                "the group and version, `" + Resource.API_VERSION + "`");
        Field<String> kind = Field.required("kind", TextShape.ANY, "the kind of resource");
        Field<Function<Metadata, R>> body = Field.required("spec", spec, "what it says");
        Field<Boolean> status =
                Field.optional("status", new PlainValue.Ignored(), "written by the controller; not used here");
        return ObjectShape.of(
                v -> v.get(body).apply(v.get(Metadata.FIELD)), apiVersion, kind, Metadata.FIELD, body, status);
    }
}
