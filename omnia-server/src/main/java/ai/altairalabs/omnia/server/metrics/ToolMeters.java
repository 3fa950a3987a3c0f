package ai.altairalabs.omnia.server.metrics;

import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Finding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The meters of one tool. Safe for use by several threads; nothing here allocates. */
public final class ToolMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10)
    };
    private static final Duration[] DECISION_BUCKETS = {
        Duration.ofNanos(2_500),
        Duration.ofNanos(5_000),
        Duration.ofNanos(10_000),
        Duration.ofNanos(25_000),
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(10)
    };

    private final Counter allowed;
    private final Counter wouldDeny;
    private final Counter deniedByAgentPolicy;
    private final Counter deniedByToolPolicy;
    private final Counter deniedByDoor;
    private final Timer deciding;
    private final Timer answering;

    ToolMeters(MeterRegistry meters, String registry, String tool) {
        allowed = decisions(meters, registry, tool, "allow", "");
        wouldDeny = decisions(meters, registry, tool, "would_deny", "");
        deniedByAgentPolicy = decisions(meters, registry, tool, "deny", "AgentPolicy");
        deniedByToolPolicy = decisions(meters, registry, tool, "deny", "ToolPolicy");
        deniedByDoor = decisions(meters, registry, tool, "deny", "");
        deciding = timer(meters, registry, tool, "omnia.decision.duration", "How long deciding took", DECISION_BUCKETS);
        answering = timer(
                meters, registry, tool, "omnia.request.duration", "From a request's head to its answer's end", BUCKETS);
    }

    /** Counts a decision: denied, else would be denied, else allowed. */
    public void decided(Decision decision, long nanos) {
        counterOf(decision).increment();
        deciding.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Times a request from its head to the end of its answer, whoever answered. */
    public void answered(long nanos) {
        answering.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter counterOf(Decision decision) {
        Counter counter = allowed;
        for (int i = 0; i < decision.findings().size(); i++) {
            Finding finding = decision.findings().get(i);
            switch (finding.effect()) {
                case REFUSE -> {
                    return deniedBy(finding.source());
                }
                case WOULD_REFUSE -> counter = wouldDeny;
                case TOLERATED -> {}
            }
        }
        return counter;
    }

    private Counter deniedBy(Finding.Source source) {
        return switch (source) {
            case Finding.Source.DecisionPoint _ -> deniedByDoor;
            case Finding.Source.Policy policy ->
                switch (policy.kind()) {
                    case AGENT_POLICY -> deniedByAgentPolicy;
                    case TOOL_POLICY -> deniedByToolPolicy;
                    case TOOL_REGISTRY, AGENT_RUNTIME -> deniedByDoor;
                };
        };
    }

    private static Counter decisions(MeterRegistry meters, String registry, String tool, String outcome, String kind) {
        return Counter.builder("omnia.decisions")
                .description("Tool calls that were decided; kind: of the policy that denied")
                .tags("registry", registry, "tool", tool, "outcome", outcome, "kind", kind)
                .register(meters);
    }

    private static Timer timer(
            MeterRegistry meters, String registry, String tool, String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tags("registry", registry, "tool", tool)
                .serviceLevelObjectives(buckets)
                .register(meters);
    }
}
