package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The fields of {@code spec} in a ToolRegistry, as far as this version uses them. */
final class ToolRegistryShape {
    private static final Field<String> NAME =
            Field.required("name", Forms.LABEL_NAME, "the handler's name; not the tool's");
    private static final Field<HandlerType> TYPE =
            Field.required("type", ScalarShape.Choice.of(HandlerType.class), "how the handler's tools are reached");
    private static final Field<Duration> TIMEOUT = Field.optional(
            "timeout", new DurationShape(), Handler.DEFAULT_TIMEOUT, "`30s`", "how long a call may take");

    private static final ObjectShape<Function<Metadata, Handler>> HANDLER = ObjectShape.of(
                    ToolRegistryShape::handler,
                    NAME,
                    TYPE,
                    TIMEOUT,
                    TargetShape.TOOL,
                    TargetShape.ENDPOINT,
                    TargetShape.HTTP_CONFIG,
                    TargetShape.MCP_CONFIG,
                    TargetShape.OPENAPI_CONFIG,
                    TargetShape.GRPC_CONFIG)
            .check(v -> {
                HandlerType type = v.find(TYPE);
                if (type != null) {
                    TargetShape.check(type, v);
                }
            });
    private static final Field<List<Function<Metadata, Handler>>> HANDLERS =
            Field.required("handlers", ListShape.of(HANDLER).filled(), "the ways to reach tools");

    static final Shape<Function<Metadata, ToolRegistry>> SPEC =
            ObjectShape.of(ToolRegistryShape::registry, HANDLERS).lenient();

    private ToolRegistryShape() {}

    private static Function<Metadata, ToolRegistry> registry(Values v) {
        return metadata -> new ToolRegistry(
                metadata.name(),
                metadata.place(),
                v.get(HANDLERS).stream().map(handler -> handler.apply(metadata)).toList());
    }

    private static Function<Metadata, Handler> handler(Values v) {
        return metadata -> {
            Target target = TargetShape.target(v.get(TYPE), v, metadata.name().namespace());
            return new Handler(v.get(NAME), v.get(TIMEOUT), target, v.place(NAME));
        };
    }

    /** {@code spec.handlers[].type}. */
    enum HandlerType {
        HTTP,
        OPENAPI,
        GRPC,
        MCP,
        CLIENT
    }
}
