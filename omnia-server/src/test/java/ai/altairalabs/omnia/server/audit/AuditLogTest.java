package ai.altairalabs.omnia.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.policies.DoorLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real policies decide real calls; what is looked at are the bytes that the log hands to its stream. */
class AuditLogTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();

    private static final String POLICY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata:
              name: %s
              namespace: production
            spec:
              selector:
                registry: customer-tools
              rules:
                - name: max-refund-amount
                  deny:
                    cel: 'has(body.amount) && double(body.amount) > 500.0'
                    message: "Refund amount exceeds the $500 limit"
              mode: %s
              onFailure: %s
              audit:
                logDecisions: %s
                redactFields: [%s]
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static String policy(String name, String mode, String onFailure, boolean logDecisions, String redact) {
        return POLICY.formatted(name, mode, onFailure, logDecisions, redact);
    }

    private static AuditEvent event(String body, String... policies) {
        return event(new ToolIdentity.Known("customer-tools", "process_refund"), body, policies);
    }

    private static AuditEvent event(ToolIdentity tool, String body, String... policies) {
        PolicySet set = PolicySet.compile(
                ManifestReader.read(List.of(new SourceText("p.yaml", String.join("---\n", policies)))),
                DoorLimits.standard());
        assertThat(set.problems()).isEmpty();
        Body read =
                body.equals("streamed") ? new Body.Streamed() : JsonReader.read(body.getBytes(StandardCharsets.UTF_8));
        ToolCall call = new ToolCall(
                new ToolCall.Agent("support-agent", "production"),
                tool,
                new Identity("user-1", "", List.of(), java.util.Map.of(), "https://issuer"),
                Headers.NONE,
                Query.NONE,
                read,
                "s-1",
                new ToolCall.Request("r-1", "POST", "/v1/refund", Instant.parse("2026-11-23T10:00:00.5Z")));
        return new AuditEvent("d-1", call, set, set.decide(call), "t-1", 42);
    }

    private List<String> lines(AuditEvent... events) {
        try (AuditLog log = AuditLog.to(out, Clock.systemUTC())) {
            for (AuditEvent event : events) {
                log.write(event);
            }
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<JsonNode> records(AuditEvent... events) {
        return lines(events).stream().map(JACKSON::readTree).toList();
    }

    @Test
    void writesTheTutorialsRecord() {
        AuditEvent event = event("{\"amount\":750}", policy("refund-guardrails", "audit", "deny", true, ""));
        assertThat(lines(event))
                .containsExactly("{\"msg\":\"policy_decision\",\"decision\":\"deny\",\"wouldDeny\":true,"
                        + "\"mode\":\"audit\",\"policy\":\"refund-guardrails\",\"rule\":\"max-refund-amount\","
                        + "\"message\":\"Refund amount exceeds the $500 limit\",\"path\":\"/v1/refund\","
                        + "\"method\":\"POST\",\"time\":\"2026-11-23T10:00:00.500Z\",\"level\":\"warn\","
                        + "\"decisionId\":\"d-1\",\"kind\":\"ToolPolicy\",\"namespace\":\"production\","
                        + "\"agent\":\"support-agent\",\"registry\":\"customer-tools\",\"tool\":\"process_refund\","
                        + "\"subject\":\"user-1\",\"session\":\"s-1\",\"requestId\":\"r-1\",\"traceId\":\"t-1\","
                        + "\"revision\":\"" + event.decision().revision() + "\",\"durationMicros\":42,"
                        + "\"arguments\":{\"amount\":750}}");
    }

    @Test
    void aRefusalIsNoWouldDeny() {
        JsonNode record = records(event("{\"amount\":750}", policy("a", "enforce", "deny", false, "")))
                .getFirst();
        assertThat(record.get("decision").asString()).isEqualTo("deny");
        assertThat(record.get("wouldDeny").isBoolean()).isTrue();
        assertThat(record.get("wouldDeny").asBoolean()).isFalse();
        assertThat(record.get("mode").asString()).isEqualTo("enforce");
        assertThat(record.has("arguments")).as("only with logDecisions").isFalse();
    }

    @Test
    void anAllowedCallIsRecordedOncePerPolicyThatLogsDecisions() {
        AuditEvent event = event(
                "{\"amount\":5}",
                policy("c", "audit", "deny", true, ""),
                policy("a", "enforce", "deny", true, ""),
                policy("b", "enforce", "deny", false, ""));
        List<JsonNode> records = records(event);
        assertThat(records)
                .extracting(record -> record.get("policy").asString())
                .containsExactly("a", "c");
        assertThat(records).extracting(record -> record.get("mode").asString()).containsExactly("enforce", "audit");
        for (JsonNode record : records) {
            assertThat(record.get("decision").asString()).isEqualTo("allow");
            assertThat(record.get("wouldDeny").asBoolean()).isFalse();
            assertThat(record.get("rule").asString()).isEmpty();
            assertThat(record.get("message").asString()).isEmpty();
            assertThat(record.get("level").asString()).isEqualTo("info");
        }
    }

    @Test
    void anAllowedCallLeavesNoRecordByDefault() {
        AuditEvent event = event("{\"amount\":5}", policy("a", "enforce", "deny", false, ""));
        assertThat(AuditLog.isRecorded(event.decision())).isFalse();
        assertThat(lines(event)).isEmpty();
    }

    @Test
    void aRefusedCallIsNotRecordedAsAllowedByOthers() {
        String other = policy("b", "enforce", "deny", true, "").replace("> 500.0", "> 5000.0");
        AuditEvent event = event("{\"amount\":750}", policy("a", "enforce", "deny", false, ""), other);
        assertThat(records(event))
                .extracting(record -> record.get("policy").asString())
                .containsExactly("a");
    }

    @Test
    void aToleratedFailureIsRecordedAsAllowedWithItsError() {
        AuditEvent event = event("{\"amount\":\"x\"}", policy("a", "enforce", "allow", true, ""));
        List<JsonNode> records = records(event);
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().get("decision").asString()).isEqualTo("allow");
        assertThat(records.getFirst().get("wouldDeny").asBoolean()).isFalse();
        assertThat(records.getFirst().get("rule").asString()).isEqualTo("max-refund-amount");
        assertThat(records.getFirst().get("error").asString()).isNotEmpty();
    }

    @Test
    void theDecisionPointsOwnFindingsAreRecorded() {
        JsonNode record = records(event(new ToolIdentity.Unknown(), "", policy("a", "enforce", "deny", true, "")))
                .getFirst();
        assertThat(record.get("rule").asString()).isEqualTo("unknown-tool");
        assertThat(record.get("policy").asString()).isEmpty();
        assertThat(record.get("mode").asString()).isEqualTo("enforce");
        assertThat(record.has("kind")).isFalse();
        assertThat(record.has("tool")).isFalse();
    }

    @Test
    void masksSecretsAtAnyDepthWhateverTheirSpelling() {
        String body = """
                {"amount":5,"password":"p1","nested":[{"API_KEY":"p2","apiKey":"p3","Card":{"number":"p4"}}],
                 "Token":["p5"],"secret":7,"Authorization":"p6","cookie":null,"ssn":"p8","note":"visible"}""";
        AuditEvent event =
                event(body, policy("a", "enforce", "deny", true, "CARD"), policy("b", "enforce", "deny", false, "ssn"));
        String line = lines(event).getFirst();
        assertThat(line).doesNotContainPattern("p[1-8]").doesNotContain(":7").contains("visible");
        assertThat(JACKSON.readTree(line)
                        .get("arguments")
                        .get("nested")
                        .get(0)
                        .get("Card")
                        .asString())
                .isEqualTo("***");
    }

    @Test
    void argumentsThatAreTooLongAreLeftOutWhole() {
        AuditEvent event = event("{\"note\":\"" + "x".repeat(20_000) + "\"}", policy("a", "enforce", "deny", true, ""));
        JsonNode record = records(event).getFirst();
        assertThat(record.has("arguments")).isFalse();
        assertThat(record.get("argumentsTruncated").asBoolean()).isTrue();
    }

    @Test
    void aBodyThatWasNotReadIsNotRecorded() {
        String blind = policy("a", "enforce", "deny", true, "")
                .replace("has(body.amount) && double(body.amount) > 500.0", "agent.name == \"x\"");
        assertThat(records(event("streamed", blind)).getFirst().has("arguments"))
                .isFalse();
    }

    // ---- the stream

    /** A stream that can be stuck and can fail, as a full pipe or a full disk does. */
    private static final class Sink extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile CountDownLatch stuck = new CountDownLatch(0);
        private volatile boolean broken;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
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

    @Test
    void theRecordOfARefusedCallIsWrittenBeforeTheRefusal() throws Exception {
        Sink sink = new Sink();
        try (AuditLog log = AuditLog.to(sink, Clock.systemUTC())) {
            for (int i = 0; i < 200; i++) {
                CompletableFuture<String> seen = new CompletableFuture<>();
                log.writeThen(refused, () -> seen.complete(sink.text()));
                long records = seen.get(1, TimeUnit.SECONDS).lines().count();
                assertThat(records).isEqualTo(i + 1L);
            }
            assertThat(log.late()).isZero();
            assertThat(log.written()).isEqualTo(200);
        }
    }

    @Test
    void aStuckStreamHoldsARefusalForFiftyMillisecondsAtMost() throws Exception {
        Sink sink = new Sink();
        sink.stuck = new CountDownLatch(1);
        AuditLog log = AuditLog.to(sink, Clock.systemUTC());
        AtomicInteger runs = new AtomicInteger();
        List<Long> calls = new ArrayList<>();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            long start = System.nanoTime();
            log.writeThen(refused, () -> {
                runs.incrementAndGet();
                done.complete(null);
            });
            calls.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            done.get(5, TimeUnit.SECONDS);
            waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        // The best of ten: the machine may have more to do than this test.
        assertThat(Collections.min(calls)).as("never blocks").isLessThan(20L);
        assertThat(Collections.min(waits)).isBetween(40L, 60L);
        for (int i = 0; i < 500 && log.late() < 10; i++) {
            Thread.sleep(10);
        }
        assertThat(log.late()).isEqualTo(10);
        sink.stuck.countDown();
        log.close();
        assertThat(sink.text().lines().count()).as("late, but not lost").isEqualTo(10);
        assertThat(runs).hasValue(10);
    }

    @Test
    void whatFindsNoRoomIsCountedAndTold() throws Exception {
        Sink sink = new Sink();
        sink.stuck = new CountDownLatch(1);
        AuditLog log = AuditLog.to(sink, Clock.systemUTC(), 8 * 1024);
        for (int i = 0; i < 1_000; i++) {
            log.write(refused);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        log.writeThen(refused, () -> done.complete(null));
        assertThat(done).as("no room, so nothing to wait for").isDone();
        long dropped = log.dropped();
        assertThat(dropped).isGreaterThan(900);
        sink.stuck.countDown();
        log.close();
        List<JsonNode> records = sink.text().lines().map(JACKSON::readTree).toList();
        List<JsonNode> told = records.stream()
                .filter(record -> record.get("msg").asString().equals("audit_records_dropped"))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().get("count").asLong()).isEqualTo(dropped);
        assertThat(records.size() - 1 + dropped).isEqualTo(1_001);
    }

    @Test
    void aStreamThatFailedHalfwayLeavesOneBrokenLineAndLosesNothingSilently() throws Exception {
        Sink sink = new Sink();
        sink.broken = true;
        try (AuditLog log = AuditLog.to(sink, Clock.systemUTC())) {
            CompletableFuture<Void> failed = new CompletableFuture<>();
            log.writeThen(refused, () -> failed.complete(null));
            failed.get(1, TimeUnit.SECONDS);
            assertThat(log.dropped()).isEqualTo(1);
            sink.broken = false;
            CompletableFuture<Void> written = new CompletableFuture<>();
            log.writeThen(refused, () -> written.complete(null));
            written.get(1, TimeUnit.SECONDS);
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
    void closingWritesWhatWaitsButNotForever() throws Exception {
        Sink sink = new Sink();
        AuditLog log = AuditLog.to(sink, Clock.systemUTC());
        for (int i = 0; i < 1_000; i++) {
            log.write(refused);
        }
        log.close();
        assertThat(sink.text().lines().count()).isEqualTo(1_000);

        Sink stuck = new Sink();
        stuck.stuck = new CountDownLatch(1);
        AuditLog hanging = AuditLog.to(stuck, Clock.systemUTC());
        hanging.write(refused);
        long start = System.nanoTime();
        hanging.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        hanging.write(refused);
        assertThat(hanging.dropped()).isEqualTo(1);
        stuck.stuck.countDown();
    }

    @Test
    void manyThreadsNeverMixTheirLines() throws Exception {
        Sink sink = new Sink();
        try (AuditLog log = AuditLog.to(sink, Clock.systemUTC(), 64 << 20)) {
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
