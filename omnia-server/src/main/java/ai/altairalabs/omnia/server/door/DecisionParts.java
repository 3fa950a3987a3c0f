package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.audit.Refused;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.metrics.Metrics.Refusal;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a door of any kind decides by. */
record DecisionParts(
        DecisionSettings settings,
        Authenticator authenticator,
        PolicySource policies,
        AuditLog audit,
        Metrics metrics,
        BodyBudget bodies,
        AtomicReference<@Nullable Tools> lastTools) {
    DecisionParts(
            DecisionSettings settings,
            Authenticator authenticator,
            PolicySource policies,
            AuditLog audit,
            Metrics metrics) {
        this(settings, authenticator, policies, audit, metrics, BodyBudget.ofHeap(), new AtomicReference<>());
    }

    /**
     * Counts and records what the door answers by itself. What was decided has its records already.
     *
     * @param request as far as it is known
     */
    void refused(Answer answer, Supplier<Refused.Request> request) {
        Refusal refusal = answer.refusal();
        if (refusal == null) {
            return;
        }
        metrics.count(refusal);
        switch (refusal) {
            case UNAUTHENTICATED, MALFORMED, TOO_LARGE, NOT_READY, MISCONFIGURED, OVERLOADED, INTERNAL ->
                record(Refused.What.REQUEST, answer, refusal, request.get());
            case UPSTREAM_INVALID -> record(Refused.What.ANSWER, answer, refusal, request.get());
            case UPSTREAM_UNREACHABLE, UPSTREAM_TIMEOUT, UPSTREAM_FAILED -> {
                // Nobody refused: the tool failed.
            }
        }
    }

    private void record(Refused.What what, Answer answer, Refusal refusal, Refused.Request request) {
        audit.write(new Refused(what, Instant.now(), answer.status(), refusal.word(), answer.message(), request));
    }

    /** The tools by this set: made when a set is first seen. */
    Tools tools(PolicySet policies) {
        while (true) {
            Tools last = lastTools.get();
            if (last != null && last.policies() == policies) {
                return last;
            }
            // What the last ones knew is not lost when two threads come here at the same time.
            Tools next = Tools.of(settings, policies, last);
            if (lastTools.compareAndSet(last, next)) {
                return next;
            }
        }
    }
}
