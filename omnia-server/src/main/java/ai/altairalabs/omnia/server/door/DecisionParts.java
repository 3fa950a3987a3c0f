package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a door of any kind decides by. */
record DecisionParts(
        DecisionSettings settings,
        Authenticator authenticator,
        PolicySource policies,
        AuditLog audit,
        Metrics metrics,
        AtomicReference<@Nullable Tools> lastTools) {
    DecisionParts(
            DecisionSettings settings,
            Authenticator authenticator,
            PolicySource policies,
            AuditLog audit,
            Metrics metrics) {
        this(settings, authenticator, policies, audit, metrics, new AtomicReference<>());
    }

    /** The tools by this set: made when a set is first seen. */
    Tools tools(PolicySet policies) {
        Tools last = lastTools.get();
        if (last != null && last.policies() == policies) {
            return last;
        }
        Tools next = Tools.of(settings, policies, last);
        lastTools.set(next);
        return next;
    }
}
