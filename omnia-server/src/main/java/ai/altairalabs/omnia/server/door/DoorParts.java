package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.metrics.Metrics;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What all connections of one proxy share. */
record DoorParts(
        DoorSettings settings,
        DecisionParts decision,
        UpstreamAddress upstream,
        @Nullable SslContext ssl,
        AtomicBoolean drain,
        AtomicInteger connections) {
    Metrics metrics() {
        return decision.metrics();
    }

    /** Whether the door is closing: every answer is the last one on its connection. */
    boolean draining() {
        return drain.get();
    }
}
