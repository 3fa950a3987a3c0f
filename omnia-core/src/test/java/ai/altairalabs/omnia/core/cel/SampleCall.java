package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A call with something in each variable, and the rules that tests put to it. */
public final class SampleCall {
    private SampleCall() {}

    /** The variables of the call with this body. */
    public static CallVariables with(Body body) {
        return new CallVariables(new ToolCall(
                new ToolCall.Agent("a", "n"),
                new ToolIdentity.Known("r", "t"),
                new Identity("u-1", "", List.of("admin"), Map.of("team", "support"), "https://issuer"),
                Headers.of("X-Omnia-Claim-Team", "support", "Authorization", "Bearer secret"),
                new Query(Map.of("page", "2")),
                body,
                "s",
                new ToolCall.Request("q", "POST", "/v1/x", Instant.parse("2026-11-23T10:00:00Z"))));
    }

    /** The variables of the call with the body that this JSON is. */
    public static CallVariables with(String json) {
        return with(JsonReader.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** An expression as it stands in a file of its own. */
    static Expression expression(String text) {
        SourceText source = new SourceText("test", text);
        return new Expression(text, (line, column) -> new Place(source, line, column));
    }

    /** A rule that compiles. */
    public static Program rule(CelEngine engine, String text) {
        return switch (engine.rule(expression(text))) {
            case Compilation.Ready ready -> ready.program();
            case Compilation.Faulty faulty ->
                throw new AssertionError(faulty.problems().getFirst().render());
        };
    }
}
