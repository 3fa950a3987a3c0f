package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.fuzz.Draw;
import ai.altairalabs.omnia.fuzz.Effort;
import ai.altairalabs.omnia.fuzz.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An expression: it compiles, or its faults are told; it gives a value, or fails; it ends soon; and the short way to a value
 * gives no other than the long one. The input is the expression and, behind 0xFF, the body.
 */
public final class CelTarget {
    /** Bounded by iterations and cost alone, so that a slow machine changes no result. */
    private static final Limits UNHURRIED = new Limits(10_000, 4L << 20, Duration.ofHours(1), System::nanoTime);

    private static CelEngine engine = new CelEngine(Limits.standard(System::nanoTime));
    private static CelEngine unhurried = new CelEngine(UNHURRIED);

    private CelTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Draw draw = new Draw(bytes);
        String text = draw.text();
        SourceText source = new SourceText("fuzz", text);
        Expression expression = new Expression(text, (line, column) -> new Place(source, line, column));
        CallVariables call = new CallVariables(call(draw.rest()));
        // Each engine forgets what its predecessor's predecessor compiled.
        engine = engine.successor();
        unhurried = unhurried.successor();
        run(expression, call, Program.Expected.BOOL);
        run(expression, call, Program.Expected.SCALAR);
    }

    private static void run(Expression expression, CallVariables call, Program.Expected expected) {
        Effort effort = new Effort();
        Compilation compilation = compile(engine, expression, expected);
        effort.check("compiling");
        switch (compilation) {
            case Compilation.Faulty(List<Problem> problems) -> {
                Finding.unless(!problems.isEmpty(), "faulty without a fault");
                for (Problem problem : problems) {
                    Finding.unlessForPeople(problem.render(), expression.text());
                }
            }
            case Compilation.Ready(Program program) -> {
                Result result = program.evaluate(call);
                effort.check("evaluating");
                Finding.unless(
                        !(result instanceof Result.Failed(String reason)) || !reason.isBlank(),
                        "a failure has no reason");
                Result directly = program.directly(call);
                if (directly != null
                        && compile(unhurried, expression, expected) instanceof Compilation.Ready(Program long_)) {
                    Finding.unlessEqual("the value", directly, long_.evaluateByLibrary(call));
                }
            }
        }
    }

    private static Compilation compile(CelEngine with, Expression expression, Program.Expected expected) {
        return expected == Program.Expected.BOOL ? with.rule(expression) : with.value(expression);
    }

    private static ToolCall call(byte[] body) {
        return new ToolCall(
                new ToolCall.Agent("support-agent", "production"),
                new ToolIdentity.Known("customer-tools", "process_refund"),
                new Identity(
                        "user-1", "u@example.com", List.of("agent"), Map.of("team", "eu"), "https://issuer.example"),
                Headers.of("X-Omnia-Claim-Team", "eu", "Authorization", "Bearer x"),
                new Query(Map.of("q", "1")),
                JsonReader.read(body),
                "s-1",
                new ToolCall.Request("r-1", "POST", "/v1/refund", Instant.EPOCH));
    }
}
