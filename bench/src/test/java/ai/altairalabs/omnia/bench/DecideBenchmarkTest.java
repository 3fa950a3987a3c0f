package ai.altairalabs.omnia.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Enforcement;
import ai.altairalabs.omnia.core.decision.Obligation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A figure is worth something only if what was measured is the whole decision. */
class DecideBenchmarkTest {
    @ParameterizedTest
    @CsvSource({"1, 100", "1, 65536", "100, 1024"})
    void bothBenchmarksEvaluateEveryRuleAndInjectTheHeader(int policies, int bytes) {
        DecideBenchmark benchmark = new DecideBenchmark();
        benchmark.policies = policies;
        benchmark.bytes = bytes;
        benchmark.prepare();

        for (Decision decision : List.of(benchmark.decide(), benchmark.readAndDecide())) {
            assertThat(decision.findings()).isEmpty();
            assertThat(decision.enforcement())
                    .isEqualTo(new Enforcement.Permit(List.of(new Obligation.SetHeader("X-Processed-By", "support"))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 1024, 65536})
    void theBodyHasExactlyTheSizeThatWasAskedFor(int bytes) {
        assertThat(Refund.body(bytes)).hasSize(bytes);
    }

    @Test
    void theTableSaysWhatGrowthCosts() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Decide.print(
                List.of(
                        new Decide.Cell("decide", 10_000, 100, 1100, 480),
                        new Decide.Cell("readAndDecide", 10_000, 100, 2100, 900),
                        new Decide.Cell("decide", 1, 100, 1000, 480),
                        new Decide.Cell("readAndDecide", 1, 100, 2000, 900)),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("""

                    body B   policies      decide µs    allocated B read+decide µs    allocated B
                       100          1           1.00            480           2.00            900
                       100     10,000           1.10            480           2.10            900

                100 B: 10,000 policies cost 1.10 times what 1 cost
                """);
    }
}
