package ai.altairalabs.omnia.server.audit;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something to run exactly once: after the record was written, or when waiting for that takes too long. */
final class Promise {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final Runnable then;
    private final long madeAt;
    private final AtomicBoolean kept = new AtomicBoolean();

    Promise(Runnable then, long madeAt) {
        this.then = then;
        this.madeAt = madeAt;
    }

    long madeAt() {
        return madeAt;
    }

    boolean isKept() {
        return kept.get();
    }

    /** Runs it; false: that had been done. */
    boolean keep() {
        if (!kept.compareAndSet(false, true)) {
            return false;
        }
        try {
            then.run();
        } catch (Throwable e) {
            LOG.error("what waited for an audit record failed", e);
        }
        return true;
    }
}
