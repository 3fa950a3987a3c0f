package ai.altairalabs.omnia.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Compilation;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.cel.Program;
import ai.altairalabs.omnia.core.cel.Result;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of an expression is true of its evaluations: random expressions, on random calls of the tools they guard. */
class LintLawsTest {
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));
    private static final List<String> ATOMS = List.of(
            "has(body.a)",
            "has(body.b)",
            "has(body.o)",
            "has(body.o.a)",
            "'a' in body",
            "body.a == 1.0",
            "body.a != 1.0",
            "body.a > 1.0",
            "body.a < 1.0",
            "body.a >= 2.0",
            "1.0 >= body.a",
            "body.a in [1.0, 2.0]",
            "body.b == 'x'",
            "body.b in ['x', 'y']",
            "body.b != 'x'",
            "body.o.a == 'x'",
            "double(body.a) > 1.0",
            "double(body.a) <= 0.0",
            "body['b'] == 'y'",
            "body.?a.orValue(5.0) > 1.0",
            "has(body.l)",
            "body.l.exists(i, i.a > 1.0 && i.a < 1.0)",
            "body.l.exists(i, has(i.a) && i.a > 1.0)",
            "body.l.exists(i, i.a > 1.0)",
            "body.l.all(i, has(i.a) && has(i.b) && (i.a > 1.0 || i.b == 'x'))",
            "body.l.all(i, !has(i.a) || i.a in [1.0, 2.0])",
            "body.l.all(i, 'a' in i ? i.a == 1.0 : has(i.b) && i.b == 'x')",
            "body.l.filter(i, i.a == 1.0).size() > 0",
            "body.l.exists(i, body.l.exists(j, has(i.a) && has(j.a) && i.a != j.a))",
            "body.l.exists(i, has(i.a) && body.l.exists(i, i.a == 3.0))",
            "cel.bind(o, body.o, has(o.a) && o.a == 'x')",
            "cel.bind(o, body.o, o.a == 'x')",
            "tool.name == 't'",
            "tool.name != 't'",
            "tool.name in ['u', 'v']",
            "tool.name == 'u'",
            "1 < 2",
            "false");
    private static final List<String> BODIES = List.of(
            "{}",
            "{\"a\": 1}",
            "{\"a\": 2, \"b\": \"x\"}",
            "{\"a\": -1, \"b\": \"y\", \"o\": {}}",
            "{\"a\": 0, \"o\": {\"a\": \"x\"}}",
            "{\"l\": [{\"a\": 1}, {\"a\": 2, \"b\": \"x\"}]}",
            "{\"a\": 1, \"b\": \"x\", \"l\": [{}]}",
            "{\"l\": [{\"a\": 1}, {}]}",
            "{\"o\": {\"a\": \"x\"}, \"l\": []}",
            "{\"b\": \"z\", \"o\": {\"a\": \"y\"}}",
            "{\"a\": 1.5, \"b\": \"x\", \"o\": {\"a\": \"x\"}}");

    @Test
    void whatCanNeverMatchNeverDoesAndWhatIsGuardedIsNeverMissing() {
        Random random = new Random(20_261_123);
        int neverTrue = 0;
        int guarded = 0;
        for (int round = 0; round < 4_000; round++) {
            String text = expression(random, 3);
            Program program = ((Compilation.Ready) ENGINE.rule(expression(text))).program();
            List<Doubt> doubts = Lint.of(policy(text), _ -> program, List.of());
            boolean never =
                    doubts.stream().anyMatch(doubt -> doubt instanceof Doubt.NeverTrue whole && whole.rule() != null);
            boolean unguarded = doubts.stream().anyMatch(Doubt.Unguarded.class::isInstance);
            neverTrue += never ? 1 : 0;
            guarded += unguarded ? 0 : 1;
            for (String body : BODIES) {
                for (String tool : List.of("t", "u")) {
                    Result result = program.evaluate(call(body, tool));
                    if (never) {
                        assertThat(result).as("%s on %s", text, body).isNotEqualTo(new Result.Value(true));
                    }
                    if (!unguarded && result instanceof Result.Failed(String reason)) {
                        assertThat(reason).as("%s on %s", text, body).doesNotContain("missing");
                    }
                }
            }
        }
        assertThat(neverTrue).as("expressions that can never match").isGreaterThan(200);
        assertThat(guarded).as("expressions that guard all that they read").isGreaterThan(300);
    }

    private static String expression(Random random, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return ATOMS.get(random.nextInt(ATOMS.size()));
        }
        String one = expression(random, depth - 1);
        String other = expression(random, depth - 1);
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> "(" + one + " && " + other + ")";
            case 3 -> "(" + one + " || " + other + ")";
            case 4 -> "!" + "(" + one + ")";
            default -> "(" + one + " ? " + other + " : " + expression(random, depth - 1) + ")";
        };
    }

    private static Expression expression(String text) {
        SourceText source = new SourceText("test", text);
        return new Expression(text, (line, column) -> new Place(source, line, column));
    }

    private static ToolPolicy policy(String rule) {
        Expression expression = expression(rule);
        return new ToolPolicy(
                new ResourceName("n", "p"),
                expression.origin().at(1, 1),
                "r",
                Set.of("t", "u"),
                List.of(),
                List.of(new ToolPolicy.Rule("rule", "", expression, "refused")),
                List.of(),
                ToolPolicy.Mode.ENFORCE,
                OnFailure.DENY,
                ToolPolicy.Audit.DEFAULT);
    }

    private static CallVariables call(String json, String tool) {
        Body body = JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
        return new CallVariables(new ToolCall(
                new ToolCall.Agent("a", "n"),
                new ToolIdentity.Known("r", tool),
                new Identity("u-1", "", List.of(), Map.of(), ""),
                Headers.of(),
                new Query(Map.of()),
                body,
                "s",
                new ToolCall.Request("q", "POST", "/v1/x", Instant.EPOCH)));
    }
}
