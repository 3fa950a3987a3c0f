package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way and cel-java agree on every expression and every call. */
class DirectTest {
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));
    private static final List<String> OPERANDS = List.of(
            "body.a",
            "body.b",
            "body['a']",
            "body.o.a",
            "body.o.o.b",
            "body",
            "body.o",
            "headers['X-Omnia-Claim-Team']",
            "headers['authorization']",
            "headers['x-none']",
            "tool.name",
            "agent.name",
            "session.id",
            "request.method",
            "request.time",
            "identity.subject",
            "query.page",
            "'t'",
            "''",
            "'support'",
            "'***'",
            "0",
            "1",
            "-1",
            "0.0",
            "-0.0",
            "1.5",
            "500.0",
            "9007199254740992",
            "9007199254740993",
            "9223372036854775807",
            "1u",
            "null",
            "true",
            "false",
            "b'x'",
            "double('NaN')",
            "[1]");
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "1.5",
            "750",
            "500.0",
            "9007199254740992",
            "9007199254740993",
            "-9223372036854775808",
            "1e308",
            "null",
            "true",
            "false",
            "\"\"",
            "\"t\"",
            "\"support\"",
            "\"1\"",
            "\"\\ud83d\\ude00\"",
            "[]",
            "[\"a\"]",
            "{}",
            "{\"a\": 1}",
            "{\"a\": \"t\", \"o\": {\"b\": true}}");

    @Test
    void agreesWithTheLibrary() {
        Random random = new Random(20_261_123);
        List<Program> programs = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        while (programs.size() < 1_500) {
            String text = expression(random, 3);
            boolean rule = random.nextBoolean();
            Compilation compiled =
                    rule ? ENGINE.rule(SampleCall.expression(text)) : ENGINE.value(SampleCall.expression(text));
            if (compiled instanceof Compilation.Ready ready) {
                programs.add(ready.program());
                texts.add(text);
            }
        }
        int directly = 0;
        for (int i = 0; i < programs.size(); i++) {
            for (int round = 0; round < 40; round++) {
                String json = json(random);
                CallVariables call = SampleCall.with(json);
                Result direct = programs.get(i).evaluate(call);
                assertThat(direct)
                        .as(texts.get(i) + " on " + json)
                        .isEqualTo(programs.get(i).evaluateByLibrary(call));
                directly += programs.get(i).directly(call) == null ? 0 : 1;
            }
        }
        assertThat(directly).as("evaluations that took the short way").isGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "has(body.amount) && double(body.amount) > 500.0",
                "!has(body.reason) || body.reason == ''",
                "headers['X-Omnia-Claim-Team'] == 'support' && tool.name in ['t', 'u']",
            })
    void takesTheShortWay(String text) {
        CallVariables call = SampleCall.with("{\"amount\": 1, \"reason\": \"r\"}");
        assertThat(SampleCall.rule(ENGINE, text).directly(call)).isNotNull();
    }

    @Test
    void agreesOnBodiesThatAreNotThere() {
        for (Body body : List.of(new Body.Absent(), new Body.Streamed(), new Body.Unreadable("the body is not JSON"))) {
            for (String text :
                    List.of("has(body.a)", "!has(body.a) || body.a == ''", "'a' in body", "tool.name == 't'")) {
                Program program = SampleCall.rule(ENGINE, text);
                CallVariables call = SampleCall.with(body);
                Result expected = program.readsBody() && call.bodyFault() != null
                        ? new Result.Failed(call.bodyFault())
                        : program.evaluateByLibrary(call);
                assertThat(program.evaluate(call)).as(text + " on " + body).isEqualTo(expected);
            }
        }
    }

    private static String expression(Random random, int depth) {
        if (depth == 0) {
            return OPERANDS.get(random.nextInt(OPERANDS.size()));
        }
        String one = expression(random, random.nextInt(depth));
        String other = expression(random, random.nextInt(depth));
        return switch (random.nextInt(16)) {
            case 0, 1 -> "(" + one + " == " + other + ")";
            case 2 -> "(" + one + " != " + other + ")";
            case 3 -> "(" + one + " < " + other + ")";
            case 4 -> "(" + one + " <= " + other + ")";
            case 5 -> "(" + one + " > " + other + ")";
            case 6 -> "(" + one + " >= " + other + ")";
            case 7, 8 -> "(" + one + " && " + other + ")";
            case 9, 10 -> "(" + one + " || " + other + ")";
            case 11 -> "!" + one;
            case 12 ->
                List.of("has(body.a)", "has(body.o.a)", "has(body.missing)", "has(body.o.o.b)")
                        .get(random.nextInt(4));
            case 13 -> "double(" + one + ")";
            case 14 ->
                "(" + one + " in "
                        + List.of("headers", "body", "body.o", "['t', 'support']", "['a', 1]", "body.b")
                                .get(random.nextInt(6))
                        + ")";
            default -> one;
        };
    }

    private static String json(Random random) {
        StringBuilder json = new StringBuilder("{\"z\": 1");
        for (String field : List.of("a", "b", "o")) {
            if (random.nextInt(4) > 0) {
                json.append(", \"").append(field).append("\": ").append(VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return json.append('}').toString();
    }
}
