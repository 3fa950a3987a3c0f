package ai.altairalabs.omnia.bench;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.BodyGate;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.PolicySet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one decision costs: the tutorial's refund, which meets two required claims, two rules and one injected header. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls prepare before it calls a benchmark
public class DecideBenchmark {
    /** How many AgentPolicies, and how many ToolPolicies, are in force; one of each concerns the call. */
    @Param({"1", "100", "10000"})
    int policies;

    /** The body's size. */
    @Param({"100", "1024", "65536"})
    int bytes;

    private PolicySet set;
    private byte[] body;
    private ToolCall call;

    /** Compiles the policies and reads the body once. */
    @Setup
    public void prepare() {
        set = Policies.set(policies);
        body = Refund.body(bytes);
        call = Refund.call(read());
    }

    /** The decision alone, the body being read already. */
    @Benchmark
    public Decision decide() {
        return set.decide(call);
    }

    /** Reading the body, strictly, and the decision. */
    @Benchmark
    public Decision readAndDecide() {
        return set.decide(Refund.call(read()));
    }

    private Body read() {
        return BodyGate.read("application/json", null, body);
    }
}
