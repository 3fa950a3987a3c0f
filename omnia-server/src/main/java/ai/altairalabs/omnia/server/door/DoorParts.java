package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What all connections of one door share. */
record DoorParts(
        DoorSettings settings,
        Authenticator authenticator,
        PolicySource policies,
        AuditLog audit,
        Metrics metrics,
        UpstreamAddress upstream,
        @Nullable SslContext ssl,
        AtomicReference<@Nullable Tools> lastTools,
        AtomicBoolean drain,
        AtomicInteger connections) {
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

    /** Whether the door is closing: every answer is the last one on its connection. */
    boolean draining() {
        return drain.get();
    }
}
