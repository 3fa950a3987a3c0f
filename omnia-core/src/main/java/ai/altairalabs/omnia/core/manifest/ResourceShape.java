package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a whole manifest looks like, for each kind. */
final class ResourceShape {
    private static final Field<String> API_VERSION = Field.required(
            "apiVersion",
            TextShape.of("`" + Resource.API_VERSION + "`", _ -> null),
            "the group and version, `" + Resource.API_VERSION + "`");
    private static final Field<String> KIND = Field.required("kind", TextShape.ANY, "the kind of resource");
    private static final Field<Boolean> STATUS =
            Field.optional("status", new PlainValue.Ignored(), "written by the controller; not used here");

    private static final ObjectShape<Resource> AGENT_POLICY = of(AgentPolicyShape.SPEC);
    private static final ObjectShape<Resource> TOOL_POLICY = of(ToolPolicyShape.SPEC);
    private static final ObjectShape<Resource> TOOL_REGISTRY = of(ToolRegistryShape.SPEC);
    private static final ObjectShape<Resource> AGENT_RUNTIME = of(AgentRuntimeShape.SPEC);
    private static final ObjectShape<Metadata> OF_NO_KIND = ObjectShape.of(
            v -> v.get(Metadata.FIELD),
            API_VERSION,
            KIND,
            Metadata.FIELD,
            Field.required("spec", new PlainValue.Ignored(), "what it says"),
            STATUS);

    private ResourceShape() {}

    static ObjectShape<Resource> of(Kind kind) {
        return switch (kind) {
            case AGENT_POLICY -> AGENT_POLICY;
            case TOOL_POLICY -> TOOL_POLICY;
            case TOOL_REGISTRY -> TOOL_REGISTRY;
            case AGENT_RUNTIME -> AGENT_RUNTIME;
        };
    }

    /** Where the kind is not known: what all kinds have. */
    static ObjectShape<?> ofWhatSeems(@Nullable Kind kind) {
        return kind == null ? OF_NO_KIND : of(kind);
    }

    private static <R extends Resource> ObjectShape<Resource> of(Shape<Function<Metadata, R>> spec) {
        Field<Function<Metadata, R>> body = Field.required("spec", spec, "what it says");
        return ObjectShape.of(
                v -> v.get(body).apply(v.get(Metadata.FIELD)), API_VERSION, KIND, Metadata.FIELD, body, STATUS);
    }
}
