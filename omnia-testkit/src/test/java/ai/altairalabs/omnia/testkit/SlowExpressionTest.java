package ai.altairalabs.omnia.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.cel.Program;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What would run for long ends soon. The time is the thread's own, so that a busy machine changes nothing, and the bound is
 * far above what {@code bench/slow} prints: what has no limit takes longer by orders of magnitude.
 */
class SlowExpressionTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long BOUND = 100_000_000;
    private static final int ROUNDS = 5;

    static List<SlowExpression> expressions() throws IOException {
        List<SlowExpression> all = new ArrayList<>();
        for (String file : List.of("expressions.yaml", "mebibyte.yaml")) {
            all.addAll(SlowExpression.read(Vectors.DIRECTORY.resolve("limits").resolve(file)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void ends(SlowExpression slow) {
        Program program =
                slow.program(new CelEngine(Limits.standard(System::nanoTime, THREADS::getCurrentThreadCpuTime)));
        assertThat(JsonReader.read(slow.body().getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Body.Json.class);
        CallVariables call = slow.call();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && best > BOUND / 10; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            assertThat(program.evaluate(call)).isNotNull();
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        assertThat(best).as("nanoseconds of the thread's own time").isLessThan(BOUND);
    }
}
