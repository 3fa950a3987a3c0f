package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions as policies get them: what they see, and what ends them. */
class EvaluationTest {
    /** The clock stands still: what ends here does so by its cost, however slow the machine is. */
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));

    private static final String BODY = """
            {"amount": 750, "reason": "", "big": 9007199254740993, "items": [1, 2, 3], "nested": {"a": {"b": null}},
             "text": "600d", "list": [600], "words": ["a", "b"], "digits": "7"}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "has(body.amount) && double(body.amount) > 500.0",
                "!has(body.reason) || body.reason == \"\"",
                "body.amount == 750",
                "body.amount > 500 && body.amount * 2.0 == 1500.0",
                "body.big == 9007199254740993",
                "body.nested.a.b == null",
                "body.items.all(i, i > 0) && size(body.items) == 3 && 2 in body.items",
                "'amount' in body && !('ammount' in body)",
                "body.?missing.orValue('x') == 'x'",
                "headers[\"x-omnia-claim-team\"] == 'support' && 'X-OMNIA-CLAIM-TEAM' in headers",
                "headers['authorization'] == '***' && headers.all(k, k == k.lowerAscii())",
                "query.page == '2'",
                "identity.subject == 'u-1' && 'admin' in identity.roles && identity.claims.team == 'support'",
                "has(identity.subject) && !has(identity.email)",
                "agent.name == 'a' && agent.namespace == 'n' && tool.name == 't' && tool.registry == 'r'",
                "session.id == 's' && request.method == 'POST' && request.path == '/v1/x' && request.id == 'q'",
                "request.time.getHours() == 10 && request.time > timestamp('2020-01-01T00:00:00Z')",
                "'a,b'.split(',').size() == 2 && ['a', 'b'].join('-') == 'a-b' && 'abc'.replace('b', 'x') == 'axc'",
                "math.greatest(1, 2) == 2",
                "sets.contains([1, 2], [2]) && [3, 1].sort() == [1, 3] && [1, 1].distinct() == [1]",
                "base64.decode('YQ==') == b'a'",
                "cel.bind(x, body.amount, x == 750)",
                "'refund-1'.matches('^refund-[0-9]+$')",
                "body.text.replace('d', '') == '600' && double(body.text.replace('d', '')) == 600.0",
                "body.words.join('') == 'ab' && body.words.distinct().size() == 2 && body.text.matches('^6')",
                "sets.intersects(body.words, ['a']) && [[1], [2]].flatten() == [1, 2] && int(body.digits) == 7",
                "double('600') == 600.0 && double('-1.5e2') == -150.0 && int('42') == 42 && uint('7') == 7u",
            })
    void isTrue(String expression) {
        assertThat(evaluate(expression)).as(expression).isEqualTo(Result.Value.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "double('NaN') > 1.0",
                "double('Infinity') > 1.0",
                "double('600d') > 1.0",
                "double(' 600 ') > 1.0",
                "double('0x1F4p1') > 1.0",
                "double('1e400') > 1.0",
                "double('1_000') > 1.0",
                "double(true) > 1.0",
                "int('+5') == 5",
                "int('\u0665') == 5",
                "double(body.text) > 500.0",
                "double(body.list) > 500.0",
                "double(body.nested) > 500.0",
                "double(body.nested.a.b) > 500.0",
                "body.missing == 1",
                "headers['x-none'] == ''",
                "body.amount",
                "1 / 0 == 1",
                "'a'.matches(body.text + '(')",
            })
    void fails(String expression) {
        // What is refused at compile time cannot slip through either.
        if (ENGINE.rule(SampleCall.expression(expression)) instanceof Compilation.Ready) {
            assertThat(evaluate(expression)).as(expression).isInstanceOf(Result.Failed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['0123456789'].map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x)"
                        + ".map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x)"
                        + ".map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x)"
                        + ".map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).size() > 0",
                "[1].map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x])"
                        + ".map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x])"
                        + ".map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x])"
                        + ".map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).size() > 0",
                "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c,"
                        + " [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, a + b + c + d + e > 0)))))",
            })
    @Timeout(120)
    void endsWhatWouldGoOn(String expression) {
        assertThat(evaluate(expression))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.reason())
                                .containsAnyOf("values that are too large", "too many iterations"));
    }

    @Test
    void rangeIsNotThere() {
        assertThat(ENGINE.rule(SampleCall.expression("lists.range(100000000).size() > 0")))
                .isInstanceOfSatisfying(
                        Compilation.Faulty.class,
                        faulty -> assertThat(faulty.problems().getFirst().message())
                                .contains("lists.range"));
    }

    @Test
    void reasonsHoldNoValueOfTheCall() {
        Result result = evaluate("double(body.text) > 1.0");
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.reason())
                                .isEqualTo("`double` was given a text that is no number (at character 7)"));
    }

    @Test
    void unreadableBodyFailsOnlyWhatReadsIt() {
        CallVariables call = SampleCall.with(new Body.Unreadable("the body is not a JSON object"));
        assertThat(SampleCall.rule(ENGINE, "true || has(body.x)").evaluate(call))
                .isEqualTo(new Result.Failed("the body is not a JSON object"));
        assertThat(SampleCall.rule(ENGINE, "tool.name == 't'").evaluate(call)).isEqualTo(Result.Value.TRUE);
    }

    private static Result evaluate(String expression) {
        return SampleCall.rule(ENGINE, expression).evaluate(SampleCall.with(BODY));
    }

    /** cel-java makes the failure of `||`, `&&` and macros a value; whatever takes any value would go on with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(body.m1 == 1 || body.m2 == 2) == true",
                "(body.m1 == 1 || body.m2 == 2) != true",
                "true != (body.m1 == 1 || body.m2 == 2)",
                "(body.m1 == 1 && body.m2 == 2) == false",
                "(body.m1 == 1 || body.m2 == 2) in [false]",
                "size([body.m1 == 1 || body.m2 == 2]) == 0",
                "type(body.m1 == 1 || body.m2 == 2) == bool",
                "!(body.m1 == 1 || body.m2 == 2)",
                "(body.m1 == 1 || body.m2 == 2) ? false : true",
                "(body.amount > 1.0 ? body.m1 == 1 || body.m2 == 2 : true) == true",
                "[1].exists(x, body.m1 == x) == true",
                "[1].all(x, body.m1 == x) != true",
                "[1].all(x, body.m1 == x || body.m2 == x) == false",
                "{'a': body.m1 == 1 || body.m2 == 2}.a == true",
                "{'a': body.m1 == 1 || body.m2 == 2}.size() == 0",
                "{body.m1 == 1 || body.m2 == 2: 1}.size() == 0",
                "[body.m1 == 1 || body.m2 == 2][0] == true",
                "cel.bind(x, body.m1 == 1 || body.m2 == 2, x == true)",
                "dyn(body.m1 == 1 || body.m2 == 2) == true",
                "optional.of(body.m1 == 1 || body.m2 == 2).hasValue()",
                "string(body.m1 == 1 || body.m2 == 2) == 'x'",
                "[1].map(x, body.m1 == 1 || body.m2 == 2).size() == 0",
                "[1].filter(x, body.m1 == 1 || body.m2 == 2).size() == 0",
                "[[1].exists(x, body.m1 == x)] == [true]",
                "[1].exists_one(x, body.m1 == 1 || body.m2 == x)",
                "sets.contains([true], [body.m1 == 1 || body.m2 == 2])",
                "((body.m1 == 1 || body.m2 == 2) == true) || false",
            })
    void aFailureIsNoValue(String expression) {
        assertThat(evaluate(expression))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("a field or key is missing (at character "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.m1 == 1 || body.amount > 1.0",
                "!(body.m1 == 1 && body.amount < 1.0)",
                "((body.m1 == 1 || body.m2 == 2) == true) || body.amount > 1.0",
                "(body.m1 == 1 || body.amount > 1.0) == true",
                "[1, 2].exists(x, x == 2 || body.m1 == x) == true",
                "[1, 2].all(x, x == 1 && body.m1 == x) || true",
                "!([1, 2].all(x, body.m1 == x) && false)",
                "cel.bind(x, body.m1 == 1 || body.m2 == 2, x || true)",
                "(body.amount > 1.0 ? true : body.m1 == 1 || body.m2 == 2) == true",
            })
    void aFailureThatDecidesNothingIsLetBe(String expression) {
        assertThat(evaluate(expression)).isEqualTo(Result.Value.TRUE);
    }

    @Test
    void aPatternThatIsNoneIsNamed() {
        assertThat(evaluate("'a'.matches(body.text + '(')"))
                .isEqualTo(new Result.Failed("`matches` was given a text that is no pattern (at character 12)"));
    }
}
