package ai.altairalabs.omnia.server.audit;

import static ai.altairalabs.omnia.server.audit.AuditEvents.PATIENT;
import static ai.altairalabs.omnia.server.audit.AuditEvents.event;
import static ai.altairalabs.omnia.server.audit.AuditEvents.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streams that are slow, stuck and broken, and what becomes of the records and of who waits for them. */
@Timeout(300) // ends a test that would hang; nothing here takes a second
class AuditLogTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();

    /** A stream that can be stuck and can fail, as a full pipe or a full disk does. */
    private static final class Sink extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch entered = new CountDownLatch(1);
        private volatile CountDownLatch stuck = new CountDownLatch(0);
        private volatile boolean broken;
        private volatile boolean exhausted;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            entered.countDown();
            try {
                stuck.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (exhausted) {
                exhausted = false;
                throw new OutOfMemoryError("no native memory for the buffer");
            }
            if (broken) {
                synchronized (bytes) {
                    bytes.write(from, offset, length / 2);
                }
                throw new IOException("no space left on device");
            }
            synchronized (bytes) {
                bytes.write(from, offset, length);
            }
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private final AuditEvent refused = event("{\"amount\":750}", policy("a", "enforce", "deny", false, ""));
    private final Sink sink = new Sink();

    private AuditLog log(Patience patience) {
        return AuditLog.to(sink, Clock.systemUTC(), patience);
    }

    @Test
    void theRecordOfARefusedCallIsWrittenBeforeTheRefusal() throws Exception {
        try (AuditLog log = log(PATIENT)) {
            for (int i = 0; i < 200; i++) {
                CompletableFuture<String> seen = new CompletableFuture<>();
                log.writeThen(refused, () -> seen.complete(sink.text()));
                long records = seen.get().lines().count();
                assertThat(records).isEqualTo(i + 1L);
            }
            assertThat(log.late()).isZero();
            assertThat(log.written()).isEqualTo(200);
        }
    }

    @Test
    void aStuckStreamHoldsARefusalNoLongerThanThePatience() throws Exception {
        sink.stuck = new CountDownLatch(1);
        AuditLog log = log(new Patience(Patience.STANDARD.withRefusal(), PATIENT.whenClosing()));
        AtomicInteger runs = new AtomicInteger();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            long start = System.nanoTime();
            // Were this to block, it would block for good: nothing but this test frees the stream.
            log.writeThen(refused, () -> {
                runs.incrementAndGet();
                done.complete(null);
            });
            done.get();
            waits.add(Duration.ofNanos(System.nanoTime() - start));
        }
        // The log looks every four milliseconds. The upper bound is ten times what is promised: only a fault exceeds
        // it.
        assertThat(Collections.min(waits)).isBetween(Duration.ofMillis(46), Duration.ofMillis(500));
        while (log.late() < 10) {
            Thread.sleep(1);
        }
        sink.stuck.countDown();
        log.close();
        assertThat(log.late()).isEqualTo(10);
        assertThat(sink.text().lines().count()).as("late, but not lost").isEqualTo(10);
        assertThat(runs).hasValue(10);
    }

    @Test
    void whatFindsNoRoomIsCountedAndTold() throws Exception {
        sink.stuck = new CountDownLatch(1);
        AuditLog log = AuditLog.to(sink, Clock.systemUTC(), PATIENT, 8 * 1024);
        log.write(refused);
        // From here on the writer has the first record in hand and takes no other: the buffer fills and stays full.
        sink.entered.await();
        for (int i = 0; i < 1_000; i++) {
            log.write(refused);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        log.writeThen(refused, () -> done.complete(null));
        assertThat(done).as("no room, so nothing to wait for").isDone();
        long dropped = log.dropped();
        assertThat(dropped).isBetween(900L, 1_000L);
        sink.stuck.countDown();
        log.close();
        List<JsonNode> records = sink.text().lines().map(JACKSON::readTree).toList();
        List<JsonNode> told = records.stream()
                .filter(record -> record.get("msg").asString().equals("audit_records_dropped"))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().get("count").asLong()).isEqualTo(dropped);
        assertThat(records.size() - 1 + dropped).isEqualTo(1_002);
    }

    @Test
    void whoFloodsADoorWithNonsenseDoesNotCrowdDecisionsOut() throws Exception {
        sink.stuck = new CountDownLatch(1);
        AuditLog log = AuditLog.to(sink, Clock.systemUTC(), PATIENT, 64 * 1024);
        log.write(refused);
        sink.entered.await();
        for (int i = 0; i < 10_000; i++) {
            log.write(AuditEvents.refused("GET", "/" + i));
        }
        long lost = log.dropped();
        assertThat(lost).isPositive();
        for (int i = 0; i < 20; i++) {
            log.write(refused);
        }
        assertThat(log.dropped()).as("decisions still find room").isEqualTo(lost);
        sink.stuck.countDown();
        log.close();
        assertThat(sink.text().lines().filter(line -> line.contains("policy_decision")))
                .hasSize(21);
        assertThat(sink.text()).contains("\"msg\":\"audit_records_dropped\",\"count\":" + lost + ",");
    }

    @Test
    void aStreamThatFailedHalfwayLeavesOneBrokenLineAndLosesNothingSilently() throws Exception {
        sink.broken = true;
        try (AuditLog log = log(PATIENT)) {
            CompletableFuture<Void> failed = new CompletableFuture<>();
            log.writeThen(refused, () -> failed.complete(null));
            failed.get();
            assertThat(log.dropped()).isEqualTo(1);
            sink.broken = false;
            CompletableFuture<Void> written = new CompletableFuture<>();
            log.writeThen(refused, () -> written.complete(null));
            written.get();
        }
        List<String> lines =
                sink.text().lines().filter(line -> line.endsWith("}")).toList();
        // The writer may say what is missing before or after the record that comes next.
        assertThat(lines).hasSize(2);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"msg\":\"policy_decision\""))
                .hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"msg\":\"audit_records_dropped\",\"count\":1,"))
                .hasSize(1);
    }

    @Test
    void anErrorOfTheStreamEndsNeitherTheLogNorTheCounting() throws Exception {
        sink.exhausted = true;
        try (AuditLog log = log(PATIENT)) {
            CompletableFuture<Void> failed = new CompletableFuture<>();
            log.writeThen(refused, () -> failed.complete(null));
            failed.get();
            assertThat(log.dropped()).isEqualTo(1);
            CompletableFuture<Void> faulty = new CompletableFuture<>();
            log.writeThen(refused, () -> {
                faulty.complete(null);
                throw new StackOverflowError("whoever waited for the record fails");
            });
            faulty.get();
            CompletableFuture<Void> written = new CompletableFuture<>();
            log.writeThen(refused, () -> written.complete(null));
            written.get();
            assertThat(log.written()).isEqualTo(2);
        }
        assertThat(sink.text()).contains("\"msg\":\"audit_records_dropped\",\"count\":1,");
    }

    @Test
    void closingWritesWhatWaits() {
        AuditLog log = log(PATIENT);
        for (int i = 0; i < 1_000; i++) {
            log.write(refused);
        }
        log.close();
        assertThat(sink.text().lines().count()).isEqualTo(1_000);
    }

    @Test
    void closingDoesNotWaitForAStuckStreamForever() {
        sink.stuck = new CountDownLatch(1);
        AuditLog log = log(new Patience(PATIENT.withRefusal(), Duration.ofMillis(20)));
        log.write(refused);
        log.close();
        log.write(refused);
        assertThat(log.dropped()).isEqualTo(1);
        sink.stuck.countDown();
    }

    @Test
    void manyThreadsNeverMixTheirLines() throws Exception {
        try (AuditLog log = AuditLog.to(sink, Clock.systemUTC(), PATIENT, 64 << 20)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        log.write(refused);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        List<String> lines = sink.text().lines().toList();
        assertThat(lines).hasSize(20_000);
        assertThat(lines.stream().distinct().count()).isEqualTo(1);
    }
}
