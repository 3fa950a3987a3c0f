package ai.altairalabs.omnia.agent.facade;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work that clients wait for, each piece on a virtual thread of its own. */
final class Turns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Phaser running = new Phaser(1);
    private final AtomicBoolean draining = new AtomicBoolean();

    /** Work that ends early when nobody waits for it any more. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    /** Whether new work is refused. */
    boolean draining() {
        return draining.get();
    }

    /** Starts work; interrupting the thread ends it early. */
    Thread start(Work work) {
        running.register();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                LOG.debug("a client went away before its answer was complete");
            } catch (RuntimeException e) {
                LOG.error("a turn ended unexpectedly", e);
            } finally {
                threads.remove(Thread.currentThread());
                running.arriveAndDeregister();
            }
        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Refuses new work and waits for what is running, at most this long. */
    void drain(Duration patience) {
        draining.set(true);
        try {
            running.awaitAdvanceInterruptibly(running.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.warn("some turns did not end within {} s and are cut off", patience.toSeconds());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts what is still running. */
    @Override
    public void close() {
        draining.set(true);
        threads.forEach(Thread::interrupt);
    }
}
