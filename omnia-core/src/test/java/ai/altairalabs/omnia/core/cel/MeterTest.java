package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends an evaluation under way. */
class MeterTest {
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));
    private static final CallVariables LONG = SampleCall.with("{\"t\": \"" + "a".repeat(500_000) + "\"}");
    private static final Result TOO_LONG = new Result.Failed("the evaluation took too long");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[body.t, body.t].size() == 2",
                "{'a': body.t, 'b': body.t}.a == body.t",
                "{body.t: 1}[body.t] == 1",
                "cel.bind(l, [body.t], l[0] == body.t && body.t in l)",
                "(body.t + body.t).size() == 1000000",
                "[bytes(body.t)].size() == 1",
            })
    void longTextsMayBePutTogether(String expression) {
        assertThat(evaluate(expression)).as(expression).isEqualTo(Result.Value.TRUE);
    }

    /** Nothing in these takes long but what is done with the value in the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[body.t, body.t, body.t, body.t, body.t].size() == 5",
                "cel.bind(l, [body.t], (l + l + l + l + l).size() == 5)",
                "cel.bind(l, [{'a': body.t}], (l + l + l + l + l).size() == 5)",
                "cel.bind(l, [{body.t: 'a'}], (l + l + l + l + l).size() == 5)",
                "cel.bind(l, [[body.t], [body.t]], l.map(i, [i, i, i]).size() == 2)",
                "cel.bind(b, bytes(body.t), [b, b, b, b, b].size() == 5)",
                "cel.bind(b, bytes(body.t), cel.bind(c, b + b + b + b, (c + c + c + c + c + c).size() > 1))",
                "cel.bind(t, body.t + body.t, (t + t + t + t + t + t).size() > 1)",
            })
    void andNotTooMany(String expression) {
        assertThat(evaluate(expression))
                .as(expression)
                .isEqualTo(new Result.Failed("the evaluation made values that are too large"));
    }

    /** With a clock on which every look takes a second. */
    @ParameterizedTest
    @ValueSource(strings = {"body.l.exists(i, i == 1.0)", "sets.contains(body.l, [1.0])", "body.l.reverse()[0] == 1.0"})
    void oneCallThatTookTooLongHasFailed(String expression) {
        AtomicInteger looks = new AtomicInteger();
        CelEngine engine = new CelEngine(
                new Limits(10_000, 4L << 20, Duration.ofMillis(5), () -> looks.incrementAndGet() * 1_000_000_000L));
        assertThat(SampleCall.rule(engine, expression)
                        .evaluate(SampleCall.with("{\"l\": [1" + ", 1".repeat(300) + "]}")))
                .as(expression)
                .isEqualTo(TOO_LONG);
    }

    /** Calls that are decided at once come first, as they do when a rule asks for a field that most calls lack. */
    @Test
    void whatIsDecidedInTimeUsesNoOvertime() {
        Worker worker = new Worker();
        for (int i = 0; i < 1000; i++) {
            assertThat(worker.evaluates(5)).isEqualTo(Result.Value.TRUE);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(worker.evaluates(50)).isEqualTo(Result.Value.TRUE);
        }
    }

    @Test
    void noneMayTakeMoreThanTenTimesAsLong() {
        assertThat(new Worker().evaluates(51)).isEqualTo(TOO_LONG);
    }

    @Test
    void overtimeIsOneAccountOfAllEvaluationsHoweverLongEachIs() {
        Worker worker = new Worker();
        for (int i = 0; i < 250; i++) {
            assertThat(worker.evaluates(6)).as("evaluation %s", i).isEqualTo(Result.Value.TRUE);
        }
        assertThat(worker.evaluates(6)).isEqualTo(TOO_LONG);
        assertThat(worker.evaluates(5)).isEqualTo(Result.Value.TRUE);
    }

    @Test
    void whatIsRefusedHasUsedItsOvertime() {
        Worker worker = new Worker();
        for (int i = 0; i < 4; i++) {
            assertThat(worker.evaluates(65)).isEqualTo(TOO_LONG);
        }
        assertThat(worker.evaluates(15)).isEqualTo(Result.Value.TRUE);
        assertThat(worker.evaluates(6)).isEqualTo(TOO_LONG);
    }

    /** A thread that evaluates one rule, for as long each time as it is told. */
    private static final class Worker {
        private final AtomicLong wall = new AtomicLong();
        private final AtomicLong worked = new AtomicLong();
        private long pace = 1;
        private final Program program = SampleCall.rule(
                new CelEngine(new Limits(
                        10_000,
                        4L << 20,
                        Duration.ofMillis(5),
                        () -> wall.addAndGet(1_000_000_000),
                        () -> worked.getAndAdd(pace))),
                "[3, 1, 2].sort()[0] == 1 && [1].map(i, i + 1)[0] == 2");
        private final int looks;

        Worker() {
            assertThat(program.evaluate(LONG)).isEqualTo(Result.Value.TRUE);
            looks = worked.intValue() - 1; // one at the start
        }

        /** Each look at the clock is as long after the one before. */
        Result evaluates(int millis) {
            pace = millis * 1_000_000L / looks;
            return program.evaluate(LONG);
        }
    }

    private static Result evaluate(String expression) {
        return SampleCall.rule(ENGINE, expression).evaluate(LONG);
    }
}
