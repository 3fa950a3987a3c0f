package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Compilation;
import ai.altairalabs.omnia.core.cel.Program;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * An expression that would run for long, and a call to run it on.
 *
 * @param name what is slow about it
 * @param cel the expression, of type bool
 * @param body a JSON object
 */
public record SlowExpression(String name, String cel, String body) {
    /** How often the file may name a body again. */
    private static final int MOST_ALIASES = 1_000;

    public SlowExpression {
        Objects.requireNonNull(name);
        Objects.requireNonNull(cel);
        Objects.requireNonNull(body);
    }

    /**
     * Reads a file of {@code vectors/limits}.
     *
     * @throws IllegalArgumentException when the file is not of its form
     */
    public static List<SlowExpression> read(Path file) throws IOException {
        Object document = new Load(LoadSettings.builder()
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .build())
                .loadFromString(Files.readString(file));
        return list(document).stream()
                .map(SlowExpression::map)
                .map(fields -> new SlowExpression(text(fields, "name"), text(fields, "cel"), body(fields.get("body"))))
                .toList();
    }

    /**
     * The expression, ready to run.
     *
     * @throws IllegalArgumentException when it has a fault
     */
    public Program program(CelEngine engine) {
        SourceText source = new SourceText(name, cel);
        return switch (engine.rule(new Expression(cel, (line, column) -> new Place(source, line, column)))) {
            case Compilation.Ready ready -> ready.program();
            case Compilation.Faulty faulty ->
                throw new IllegalArgumentException(faulty.problems().getFirst().render());
        };
    }

    /** The variables of a call with the body. */
    public CallVariables call() {
        return new CallVariables(new ToolCall(
                new ToolCall.Agent("support-agent", "production"),
                new ToolIdentity.Known("customer-tools", "process_refund"),
                new Identity("ada", "", List.of(), Map.of(), ""),
                Headers.of(),
                new Query(Map.of()),
                JsonReader.read(body.getBytes(StandardCharsets.UTF_8)),
                "",
                new ToolCall.Request("r-1", "POST", "/v1/refund", Instant.EPOCH)));
    }

    private static String body(@Nullable Object pieces) {
        StringBuilder body = new StringBuilder();
        for (Object piece : list(pieces)) {
            if (piece instanceof String text) {
                body.append(text);
            } else {
                Map<?, ?> repeated = map(piece);
                String text = text(repeated, "repeat");
                int times = Integer.parseInt(text(repeated, "times"));
                for (int i = 0; i < times; i++) {
                    body.append(text.replace("#", Integer.toString(i)));
                }
            }
        }
        return body.toString();
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is expected, not `" + value + "`");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("fields are expected, not `" + value + "`");
    }

    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("`" + name + "` is missing in `" + fields + "`");
        }
        return value.toString();
    }
}
