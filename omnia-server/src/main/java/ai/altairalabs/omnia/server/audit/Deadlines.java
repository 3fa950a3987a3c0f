package ai.altairalabs.omnia.server.audit;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Keeps promises whose record takes too long: a thread that looks every few milliseconds while there are any. */
final class Deadlines {
    private static final long LOOK_NANOS = Duration.ofMillis(4).toNanos();
    private static final int LOOKS_BEFORE_SLEEP = 250;

    private final long patienceNanos;
    private final Queue<Promise> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong late = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().name("audit-deadlines").daemon().unstarted(this::run);
    private volatile boolean asleep;
    private volatile boolean closed;

    Deadlines(Duration patience) {
        // The last look before the deadline is the one that counts.
        patienceNanos = patience.toNanos() - LOOK_NANOS;
    }

    void start() {
        thread.start();
    }

    void add(Promise promise) {
        waiting.add(promise);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** How many promises were kept before their record was written. */
    long late() {
        return late.get();
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        int idleLooks = 0;
        while (!closed) {
            idleLooks = look() ? 0 : idleLooks + 1;
            if (idleLooks < LOOKS_BEFORE_SLEEP) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            } else {
                asleep = true;
                if (waiting.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                asleep = false;
                idleLooks = 0;
            }
        }
    }

    /** Whether there was anything. */
    private boolean look() {
        long now = System.nanoTime();
        boolean any = false;
        for (Promise first = waiting.peek(); first != null; first = waiting.peek()) {
            any = true;
            if (!first.isKept() && now - first.madeAt() < patienceNanos) {
                break;
            }
            waiting.poll();
            if (first.keep()) {
                late.incrementAndGet();
            }
        }
        return any;
    }
}
