package ai.altairalabs.omnia.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.cel.Result;
import ai.altairalabs.omnia.core.cel.SampleCall;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a long array an expression looks at: counted, with a clock that stands still. */
class JsonArrayTest {
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));

    /** As many items as a body of 1 MiB can have. */
    private static final int ITEMS = 524_000;

    private final Counted items = new Counted();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.x[7] == 1.0",
                "size(body.x) > 10 && body.x.size() > 10",
                "type(body.x) == list && type(body.x) == type([1])",
                "has(body.x) && body.x != null && body.x != 'a' && body.x != [1.0]",
                "[1, 2, 3].all(i, body.x[i] == 1.0)",
                "body.x.exists(i, i > 0.0)",
                "[body.x, body.x][1].size() > 10",
                "{'a': body.x}.a.size() > 10",
                "cel.bind(x, {'a': body.x}, x.a.size() > 10 && x['a'].size() > 10)",
                "body.?x.orValue([]).size() > 10 && body.x[?1].orValue(2.0) == 1.0",
                "(has(body.z) ? [] : body.x).size() > 10",
                "body.x == body.x",
                "body.x.slice(0, 2) == [1.0, 1.0]",
                "body.x.slice(500000, 500001).size() == 1",
            })
    void onlyWhatIsMeantIsLookedAt(String expression) {
        assertThat(evaluate(expression)).as(expression).isEqualTo(new Result.Value(true));
        assertThat(items.visits).as(expression).isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.0 in body.x",
                "2 in body.x",
                "[2.0] in body.x",
                "body in body.x",
                "body.x == body.y",
                "body.x != body.y",
                "body.x in [body.y]",
                "(body.x + [1.0]).size() > 10",
                "([1.0] + body.x).size() > 10",
                "body.x.reverse().size() > 10",
                "body.x.slice(1, 500000).size() > 10",
                "body.x.sort().size() > 10",
                "body.x.distinct().size() > 10",
                "body.x.flatten().size() > 10",
                "body.x.all(i, i > 0.0)",
                "body.x.exists(i, i > 1.0)",
                "body.x.exists_one(i, i > 1.0)",
                "body.x.map(i, i).size() > 10",
                "body.x.filter(i, i > 0.0).size() > 10",
                "sets.contains(body.x, [2.0])",
                "sets.intersects([2.0], body.x)",
                "sets.equivalent(body.x, body.y)",
                "math.least(body.x) > 0.0",
                "math.greatest(body.x) > 0.0",
                "cel.bind(x, body.x, x.size() > 10)",
                "body.x.join() == ''",
                "double(body.x) > 1.0",
                "string(body.x) == ''",
                "-body.x > 1.0",
                "body.x + 1.0 > 1.0",
                "body[body.x] == 1",
                "headers[body.x] == ''",
                "{body.x: 1}.size() > 0",
                "body.x['a'] == 1",
                "body.x[600000] == 1",
                "false || body.x.reverse().size() > 10 || body.x.map(i, i).size() > 10",
            })
    void whatIsTooMuchFailsBeforeItIsDone(String expression) {
        assertThat(evaluate(expression)).as(expression).isInstanceOf(Result.Failed.class);
        assertThat(items.visits).as(expression).isLessThan(ITEMS / 2);
    }

    @Test
    void isTheListOfItsItems() {
        JsonArray array = new JsonArray(List.of(1.0, "a"));
        assertThat(array).isEqualTo(List.of(1.0, "a")).hasSameHashCodeAs(List.of(1.0, "a"));
        assertThat(List.of(1.0, "a")).isEqualTo(array);
    }

    private Result evaluate(String expression) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("x", new JsonArray(items));
        fields.put("y", new JsonArray(items));
        CallVariables call = SampleCall.with(new Body.Json(new JsonObject(fields, 2L * ITEMS)));
        return SampleCall.rule(ENGINE, expression).evaluate(call);
    }

    private static final class Counted extends AbstractList<Object> implements RandomAccess {
        private int visits;

        @Override
        public Object get(int index) {
            visits++;
            return 1.0;
        }

        @Override
        public int size() {
            return ITEMS;
        }
    }
}
