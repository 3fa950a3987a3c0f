package ai.altairalabs.omnia.server.audit;

import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.server.json.JsonLines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes audit records to a stream, one line of JSON each (semantics, section 9). Callers put the bytes into a buffer and go
 * on; a thread of the log writes the buffer out while the next one fills. A slow stream fills the buffer: what then finds no
 * room is dropped and counted, and the log says how much as soon as there is room again. Safe for use by several threads.
 */
public final class AuditLog implements AutoCloseable {
    /** How much may wait to be written, in bytes. Of what doors refuse by themselves no more waits than half of it. */
    public static final int CAPACITY = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    /** How long records that nobody waits for are gathered. */
    private static final long GATHER_NANOS = Duration.ofMillis(2).toNanos();

    private static final long COMPLAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final OutputStream out;
    private final Clock clock;
    private final int capacity;
    private final Patience patience;
    private final AuditRecords records = new AuditRecords();
    private final Deadlines deadlines;
    private final Thread writer;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Object lock = new Object();

    /** Guarded by lock, as all that follows up to the next blank line. */
    private Batch filling = new Batch();

    private boolean idle;
    private boolean gathering;
    private boolean urgent;
    private boolean closed;

    /** Used by the writer's thread only, as all that follows. */
    private Batch emptying = new Batch();

    private final JsonLines ownLine = new JsonLines();
    private long told;
    private boolean lineBroken;
    private long complainedAt = System.nanoTime() - COMPLAIN_NANOS;

    private AuditLog(OutputStream out, Clock clock, int capacity, Patience patience) {
        this.out = Objects.requireNonNull(out);
        this.clock = Objects.requireNonNull(clock);
        this.capacity = capacity;
        this.patience = patience;
        deadlines = new Deadlines(patience.withRefusal());
        writer = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);
    }

    /** A log to this stream, which is flushed after each batch and never closed. The clock dates the log's own lines. */
    public static AuditLog to(OutputStream out, Clock clock) {
        return to(out, clock, Patience.STANDARD);
    }

    /** The same with another patience. */
    public static AuditLog to(OutputStream out, Clock clock, Patience patience) {
        return to(out, clock, patience, CAPACITY);
    }

    static AuditLog to(OutputStream out, Clock clock, Patience patience, int capacity) {
        AuditLog log = new AuditLog(out, clock, capacity, patience);
        log.deadlines.start();
        log.writer.start();
        return log;
    }

    /** A log to standard output, past {@link System#out}, which would hide that a disk is full. */
    public static AuditLog toStandardOutput(Clock clock) {
        return to(new FileOutputStream(FileDescriptor.out), clock);
    }

    /** Whether the decision leaves any record: most allowed calls do not. */
    public static boolean isRecorded(Decision decision) {
        return AuditRecords.any(decision);
    }

    /** Writes the event's records soon. Never blocks, and keeps nothing of the event: its body may be written over then. */
    public void write(AuditEvent event) {
        append(records.of(event), null, capacity);
    }

    /** Writes what a door refused soon. Never blocks; whoever floods a door with nonsense does not crowd decisions out. */
    public void write(Refused refused) {
        append(records.of(refused), null, capacity / 2);
    }

    /**
     * Writes the event's records, then runs this: on a thread of the log, after the bytes were handed to the stream, or after
     * {@link Patience#withRefusal} if that takes longer. It runs exactly once; at once and on the caller's thread when there
     * is nothing to write or no room. Never blocks, and what it runs must not block either. Keeps nothing of the event.
     */
    public void writeThen(AuditEvent event, Runnable then) {
        Promise promise = new Promise(then, System.nanoTime());
        if (append(records.of(event), promise, capacity)) {
            deadlines.add(promise);
        } else {
            promise.keep();
        }
    }

    /** How many records were handed to the stream. */
    public long written() {
        return written.get();
    }

    /** How many records were lost: no room, or the stream failed. */
    public long dropped() {
        return dropped.get();
    }

    /** How many refusals were sent before their record was written. */
    public long late() {
        return deadlines.late();
    }

    /** Writes what is waiting, for {@link Patience#whenClosing} at most; records that come later are dropped. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            writer.join(patience.whenClosing());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        deadlines.close();
    }

    /** False: there was no room within the limit, or nothing to write. */
    private boolean append(JsonLines lines, @Nullable Promise promise, int limit) {
        if (lines.count() == 0) {
            return false;
        }
        synchronized (lock) {
            if (closed || filling.length() + lines.length() > limit) {
                dropped.addAndGet(lines.count());
                return false;
            }
            filling.add(lines);
            if (promise != null) {
                filling.promises().add(promise);
                urgent = true;
            }
            if (idle || (gathering && promise != null)) {
                lock.notifyAll();
            }
            return true;
        }
    }

    private void run() {
        try {
            while (awaitBatch()) {
                write(emptying);
                for (Promise promise : emptying.promises()) {
                    promise.keep();
                }
                emptying.clear();
                tellDropped();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for records and takes them; false: closed, and there are none left. */
    private boolean awaitBatch() throws InterruptedException {
        synchronized (lock) {
            idle = true;
            while (filling.length() == 0 && !closed) {
                lock.wait();
            }
            idle = false;
            gather();
            urgent = false;
            Batch full = filling;
            filling = emptying;
            emptying = full;
            return full.length() > 0;
        }
    }

    /** Lets records that nobody waits for come together, so that callers seldom have to wake this thread. */
    private void gather() throws InterruptedException {
        synchronized (lock) {
            gathering = true;
            long end = System.nanoTime() + GATHER_NANOS;
            for (long left = GATHER_NANOS; left > 0 && !urgent && !closed; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            gathering = false;
        }
    }

    private void write(Batch batch) {
        if (hand(batch.bytes(), batch.length())) {
            written.addAndGet(batch.records());
        } else {
            dropped.addAndGet(batch.records());
        }
    }

    /** Says in the log itself how many records are missing. */
    private void tellDropped() {
        long lost = dropped.get() - told;
        if (lost == 0) {
            return;
        }
        ownLine.clear()
                .begin()
                .field("msg", "audit_records_dropped")
                .field("count", lost)
                .field("time", clock.instant().toString())
                .field("level", "error")
                .end();
        if (hand(ownLine.buffer(), ownLine.length())) {
            told += lost;
        }
    }

    private boolean hand(byte[] bytes, int length) {
        try {
            if (lineBroken) {
                // The last write may have ended inside a line: what follows must not be glued to it.
                out.write('\n');
            }
            lineBroken = true;
            out.write(bytes, 0, length);
            out.flush();
            lineBroken = false;
            return true;
        } catch (Throwable e) {
            // An error too, such as no memory: without this thread no record would ever be written again, nor counted.
            if (System.nanoTime() - complainedAt >= COMPLAIN_NANOS) {
                complainedAt = System.nanoTime();
                LOG.error("audit records cannot be written and are lost: {}", e.getMessage());
            }
            return false;
        }
    }
}
