package ai.altairalabs.omnia.bench;

import ai.altairalabs.omnia.core.call.Headers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.*;

/** What one decision costs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class DecideBenchmark {
    /** How many policies are in force. */
    @Param({"1", "100", "10000"})
    public int policies;
    /** x. */
    @Benchmark
    public Object decide() {
        return Headers.of("a", "b");
    }
}
