package ai.altairalabs.omnia.server.identity;

import java.io.IOException;
import java.net.http.HttpClient;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that one thread of their own fetches: at once, then now and then, and when a token names a key that is not known. */
final class FetchedKeys implements KeySet {
    private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final KeySource source;
    private final Timing timing;
    private final HttpClient client;
    private final Thread thread;

    private volatile Held held = new Held(KeyRing.EMPTY, 0, "");
    private volatile Status status;

    /** Guarded by this: the fetch that is running or asked for; null: none. */
    private @Nullable CompletableFuture<Void> underway;

    /** Guarded by this. */
    private long lastStart;

    private boolean closed;

    /**
     * When to fetch.
     *
     * @param every how long keys are used before they are fetched again
     * @param afterFailure how long to wait after a failure; doubled with each one, up to {@code every}
     * @param between the least time between two fetches, however many unknown keys are asked for
     */
    record Timing(Duration every, Duration afterFailure, Duration between) {
        static final Timing NETWORK = new Timing(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(5));
        static final Timing FILE = new Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(200));
    }

    private record Held(KeyRing keys, long generation, String text) {}

    private FetchedKeys(KeySource source, Timing timing) {
        this.source = source;
        this.timing = timing;
        client = HttpClient.newBuilder().connectTimeout(KeySource.TIMEOUT).build();
        status = new Status(source.name(), 0, 0, "not fetched yet");
        underway = new CompletableFuture<>();
        thread = Thread.ofVirtual().name("keys").unstarted(this::run);
    }

    static FetchedKeys start(KeySource source, Timing timing) {
        FetchedKeys keys = new FetchedKeys(source, timing);
        keys.thread.start();
        return keys;
    }

    @Override
    public @Nullable VerificationKey find(@Nullable String kid, SignatureAlgorithm algorithm) {
        return held.keys.find(kid, algorithm);
    }

    @Override
    public synchronized CompletableFuture<Void> refresh() {
        if (closed) {
            return DONE;
        }
        if (underway == null) {
            if (System.nanoTime() - lastStart < timing.between.toNanos()) {
                return DONE;
            }
            underway = new CompletableFuture<>();
            notifyAll();
        }
        return underway.copy().completeOnTimeout(null, KeySource.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public long generation() {
        return held.generation;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            closed = true;
            waiting = underway;
            underway = null;
            notifyAll();
        }
        thread.interrupt();
        client.shutdownNow();
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    private void run() {
        try {
            Duration pause = Duration.ZERO;
            Duration nextAfterFailure = timing.afterFailure;
            while (awaitTurn(pause)) {
                if (fetch()) {
                    pause = timing.every;
                    nextAfterFailure = timing.afterFailure;
                } else {
                    pause = nextAfterFailure;
                    Duration doubled = nextAfterFailure.multipliedBy(2);
                    nextAfterFailure = doubled.compareTo(timing.every) < 0 ? doubled : timing.every;
                }
                finishFetch();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for this long or until somebody asks; false: closed. */
    private synchronized boolean awaitTurn(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (!closed && underway == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                underway = new CompletableFuture<>();
            } else {
                wait(left);
            }
        }
        lastStart = System.nanoTime();
        return !closed;
    }

    private void finishFetch() {
        CompletableFuture<Void> done;
        synchronized (this) {
            done = underway;
            underway = null;
        }
        if (done != null) {
            done.complete(null);
        }
    }

    private boolean fetch() throws InterruptedException {
        Status before = status;
        try {
            String text = source.read(client);
            Held now = held;
            if (!text.equals(now.text)) {
                KeyRing keys = new KeyRing(VerificationKey.ofJwks(text));
                held = new Held(keys, now.generation + 1, text);
                LOG.info("keys of {}: {} in use", source.name(), keys.keys().size());
            } else if (!before.fault().isEmpty()) {
                LOG.info("keys of {} can be fetched again", source.name());
            }
            status = new Status(source.name(), held.keys.keys().size(), before.failures(), "");
            return true;
        } catch (IOException | ParseException e) {
            failed(
                    before,
                    e instanceof IOException
                            ? String.valueOf(e.getMessage())
                            : "it is not a key set: " + e.getMessage());
            return false;
        } catch (RuntimeException | Error e) {
            // An error too: this thread is the only one that fetches keys.
            failed(before, "it could not be read");
            LOG.debug("keys of {}", source.name(), e);
            return false;
        }
    }

    private void failed(Status before, String fault) {
        int keys = held.keys.keys().size();
        if (!fault.equals(before.fault())) {
            LOG.warn(
                    "keys of {} cannot be fetched: {}; {}",
                    source.name(),
                    fault,
                    keys == 0 ? "every token is refused until they can" : "the last good ones stay in use");
        }
        status = new Status(source.name(), keys, before.failures() + 1, fault);
    }
}
