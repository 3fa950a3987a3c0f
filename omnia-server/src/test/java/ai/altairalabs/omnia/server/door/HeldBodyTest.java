package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that a policy reads, and that take their time or are longer than what is read. */
@Timeout(300) // ends a test that would hang
class HeldBodyTest {
    private static final int LIMIT = 1000;
    private static final String REFUND = "{\"amount\":400,\"reason\":\"r\"}";
    private static final String LONG = "{\"reason\":\"" + "x".repeat(3 * LIMIT) + "\"}";
    private static final String WATCHED = TestPolicies.GUARDRAILS.replace("mode: enforce", "mode: audit");
    private static final DoorTimeouts HURRIED =
            Patient.withClients(Patient.LONG, Duration.ofSeconds(3), Patient.LONG, Patient.LONG);

    private static String head(String token, String framing) {
        return "POST /v1/refund HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n";
    }

    private static String whole(String token) {
        return head(token, "Content-Length: " + REFUND.length()) + REFUND;
    }

    private interface Change {
        void happen() throws Exception;
    }

    /** Sends a request up to here, lets something happen while the door has only that of it, and sends the rest. */
    private static RawClient.Answer sendAcross(Change change, DoorFixture door, String request, int at)
            throws Exception {
        try (RawClient client = door.client()) {
            client.send(request.substring(0, at));
            Thread.sleep(100);
            change.happen();
            return client.send(request.substring(at)).read();
        }
    }

    private static RawClient.Answer sendAcross(Change change, DoorFixture door, String request) throws Exception {
        return sendAcross(change, door, request, request.length() - 5);
    }

    @Test
    void what_counts_are_the_policies_of_when_the_body_is_whole() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient other = door.client()) {
            Change stricter = () -> {
                assertThat(other.send(whole("support")).read().status()).isEqualTo(200);
                door.policies(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS.replace("> 500.0", "> 100.0"));
            };

            RawClient.Answer answer = sendAcross(stricter, door, whole("support"));

            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains("\"rule\":\"max-refund-amount\"");
            assertThat(tool.seen()).hasSize(1);
        }
    }

    @Test
    void a_tool_that_is_taken_away_while_the_body_comes_is_unknown() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool).start()) {
            Change moved = () ->
                    door.policies(TestPolicies.REGISTRY.replace("/v1/refund", "/v2/refund"), TestPolicies.GUARDRAILS);

            assertThat(sendAcross(moved, door, whole("support")).body()).contains("\"rule\":\"unknown-tool\"");
            assertThat(tool.seen()).isEmpty();
        }
    }

    @Test
    void a_token_that_expires_while_the_body_comes_is_no_token() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool).start()) {
            Change expired = () -> {
                Thread.sleep(1400);
                door.authenticator().expire();
            };

            assertThat(sendAcross(expired, door, whole("expiring")).status()).isEqualTo(401);
            assertThat(tool.seen()).isEmpty();
        }
    }

    @Test
    void a_body_that_turns_out_empty_is_decided_on_at_once() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            client.send("POST /v1/refund HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n");
            Thread.sleep(1500);

            assertThat(client.send("\r\n").read().body()).contains("\"rule\":\"require-reason\"");
            assertThat(tool.seen()).isEmpty();
        }
    }

    /** A body that cannot be read, in chunks: it has trailers, or is too long. */
    private record Unreadable(String body, String request, int status) {
        static Unreadable of(boolean trailers) {
            String body = trailers ? REFUND : LONG;
            return new Unreadable(
                    body,
                    head("support", "Transfer-Encoding: chunked") + chunks(body, trailers ? "X-Late: 1\r\n" : ""),
                    trailers ? 400 : 413);
        }

        int middle() {
            return request.indexOf(body.substring(0, 20)) + 20;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_only_audit_lets_pass_is_refused_when_it_is_enforced_by_then(boolean trailers) throws Exception {
        Unreadable sent = Unreadable.of(trailers);
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = watched(tool).start()) {
            Change enforced = () -> door.policies(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS);

            assertThat(sendAcross(enforced, door, sent.request, sent.middle()).status())
                    .isEqualTo(sent.status);
            assertThat(tool.seen()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_enforcement_refuses_passes_when_it_is_only_watched_by_then(boolean trailers) throws Exception {
        Unreadable sent = Unreadable.of(trailers);
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = watched(tool)
                        .policies(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS)
                        .start()) {
            Change watched = () -> door.policies(TestPolicies.REGISTRY, WATCHED);

            assertThat(sendAcross(watched, door, sent.request, sent.middle()).status())
                    .isEqualTo(200);
            assertThat(tool.only().body()).isEqualTo(sent.body);
        }
    }

    private static DoorFixture watched(RecordingTool tool) {
        return DoorFixture.before(tool)
                .with(settings -> settings.withMaxBodyBytes(LIMIT))
                .policies(TestPolicies.REGISTRY, WATCHED);
    }

    private static String chunks(String body, String trailer) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length(); at += 700) {
            String chunk = body.substring(at, Math.min(body.length(), at + 700));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return chunks.append("0\r\n").append(trailer).append("\r\n").toString();
    }

    private static String longHead(boolean chunked) {
        return head("support", chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LONG.length());
    }

    private static String longMessage(boolean chunked) {
        return chunked ? chunks(LONG, "") : LONG;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void audit_lets_a_body_pass_that_is_too_long_to_read(boolean chunked) throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = watched(tool).start();
                RawClient client = door.client()) {
            client.send(longHead(chunked) + longMessage(chunked));

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(tool.only().body()).isEqualTo(LONG);
            // The connection is in order.
            assertThat(client.send(whole("support")).read().status()).isEqualTo(200);
        }
    }

    @Test
    void audit_records_that_a_body_was_too_long_to_read() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = watched(tool).start();
                RawClient client = door.client()) {
            client.send(longHead(false) + longMessage(false));
            assertThat(client.read().status()).isEqualTo(200);
            while (!door.audit().text().contains("\n")) {
                Thread.sleep(10);
            }
            assertThat(door.audit().text())
                    .contains(
                            "\"wouldDeny\":true,\"mode\":\"audit\"",
                            "\"message\":\"policy evaluation failed\"",
                            "the body is longer than 1000 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_long_body_in_pieces_passes_audit_whole(boolean chunked) throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = watched(tool).start();
                RawClient client = door.client()) {
            client.send(longHead(chunked));
            String message = longMessage(chunked);
            for (int at = 0; at < message.length(); at += 333) {
                client.send(message.substring(at, Math.min(message.length(), at + 333)));
                Thread.sleep(5);
            }
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(tool.only().body()).isEqualTo(LONG);
        }
    }

    @Test
    void trailers_are_refused_where_a_policy_is_enforced_and_dropped_where_it_is_not() throws Exception {
        String request = head("support", "Transfer-Encoding: chunked") + chunks(REFUND, "X-Late: 1\r\n");
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = watched(tool).start();
                RawClient client = door.client();
                RawClient other = door.client()) {
            assertThat(client.send(request).read().status()).isEqualTo(200);
            assertThat(tool.only().body()).isEqualTo(REFUND);
            door.policies(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS);
            assertThat(other.send(request).read().status()).isEqualTo(400);
            assertThat(tool.seen()).hasSize(1);
        }
    }

    private static void drip(RawClient client, String body) throws Exception {
        for (int i = 0; i < body.length(); i++) {
            client.send(body.substring(i, i + 1));
            if (client.in().available() > 0) {
                return;
            }
            Thread.sleep(200);
        }
    }

    @Test
    void a_body_that_comes_octet_by_octet_is_not_held_for_ever() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool)
                        .with(settings -> settings.withTimeouts(HURRIED))
                        .start();
                RawClient client = door.client()) {
            client.send(head("support", "Content-Length: " + REFUND.length()));
            drip(client, REFUND);
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(tool.seen()).isEmpty();
        }
    }

    @Test
    void where_only_audit_reads_it_a_slow_body_goes_on_unread() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = watched(tool)
                        .with(settings -> settings.withTimeouts(HURRIED))
                        .start();
                RawClient client = door.client()) {
            client.send(head("support", "Content-Length: " + REFUND.length()));
            drip(client, REFUND);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(tool.only().body()).isEqualTo(REFUND);
            assertThat(door.audit().text()).contains("the body came too slowly");
        }
    }

    @Test
    void a_tool_that_announces_without_end_waits_for_its_client() throws Exception {
        int announcements = 20_000;
        AtomicLong written = new AtomicLong();
        byte[] early = ("HTTP/1.1 103 Early Hints\r\nLink: " + "x".repeat(4000) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    for (int i = 0; i < announcements; i++) {
                        request.out.write(early);
                        written.addAndGet(early.length);
                    }
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            client.send(whole("support"));
            long before = -1;
            while (written.get() != before) {
                before = written.get();
                Thread.sleep(1000);
            }
            assertThat(before).as("written while the client takes nothing").isLessThan(40L << 20);
            int one = client.readHead().length();
            client.in().skipNBytes((announcements - 1L) * one);
            assertThat(client.read().status()).isEqualTo(200);
        }
    }
}
