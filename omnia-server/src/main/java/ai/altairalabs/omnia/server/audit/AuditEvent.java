package ai.altairalabs.omnia.server.audit;

import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.PolicySet;
import java.util.Objects;

/**
 * One decision, with all that its records say.
 *
 * @param decisionId as in the header {@code X-Omnia-Decision-Id}
 * @param call what was decided
 * @param policies the set that decided
 * @param decision what it said
 * @param traceId of the request's {@code traceparent}; empty when there is none
 * @param durationMicros how long deciding took, in microseconds
 */
public record AuditEvent(
        String decisionId, ToolCall call, PolicySet policies, Decision decision, String traceId, long durationMicros) {
    public AuditEvent {
        Objects.requireNonNull(decisionId);
        Objects.requireNonNull(call);
        Objects.requireNonNull(policies);
        Objects.requireNonNull(decision);
        Objects.requireNonNull(traceId);
    }
}
