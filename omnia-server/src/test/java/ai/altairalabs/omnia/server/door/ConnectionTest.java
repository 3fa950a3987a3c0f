package ai.altairalabs.omnia.server.door;

import static ai.altairalabs.omnia.server.door.ForwardingTest.REFUND;
import static ai.altairalabs.omnia.server.door.ForwardingTest.refund;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections: what follows what on them, how long they live, and how answers end. */
@Timeout(300) // ends a test that would hang
class ConnectionTest {
    private static final long LONG = Duration.ofMinutes(2).toMillis();

    private RecordingTool tool;
    private DoorFixture door;
    private final List<AutoCloseable> open = new ArrayList<>();

    private RawClient client(RecordingTool.Behaviour behaviour) throws Exception {
        return client(behaviour, Patient.TIMEOUTS);
    }

    private RawClient client(RecordingTool.Behaviour behaviour, DoorTimeouts timeouts) throws Exception {
        tool = RecordingTool.serving(behaviour);
        door = DoorFixture.before(tool).with(s -> s.withTimeouts(timeouts)).start();
        RawClient client = door.client();
        open.addAll(List.of(client, door, tool));
        return client;
    }

    private static RecordingTool.Behaviour answering(String answer) {
        return request -> {
            request.read();
            request.answer(answer);
            return true;
        };
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static DoorTimeouts timeouts(long head, long body, long keepAlive) {
        return Patient.withClients(
                Duration.ofMillis(head), Duration.ofMillis(body), Patient.LONG, Duration.ofMillis(keepAlive));
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        RawClient client = client(request -> {
            RecordingTool.Seen seen = request.read();
            int number = Integer.parseInt(seen.values("X-Number").getFirst());
            Thread.sleep(20L * (5 - number));
            request.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
            return true;
        });
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            requests.append(refund("X-Number: " + i + "\r\n", i == 2 ? "{}" : REFUND));
        }
        client.send(requests.toString());
        for (int i = 0; i < 5; i++) {
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(i == 2 ? 403 : 200);
            assertThat(i == 2 || answer.body().equals("" + i)).isTrue();
        }
        assertThat(tool.seen()).hasSize(4);
    }

    @Test
    void a_request_whose_caller_is_not_known_yet_is_not_overtaken() throws Exception {
        RawClient client = client(request -> {
            String number = request.read().values("X-Number").getFirst();
            request.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
            return true;
        });
        client.send(refund("X-Number: 0\r\n", REFUND).replace("Bearer support", "Bearer new-key")
                + refund("X-Number: 1\r\n", REFUND)
                + refund("X-Number: 2\r\n", REFUND).replace("Bearer support", "Bearer new-key"));
        for (int i = 0; i < 3; i++) {
            assertThat(client.read().body()).isEqualTo("" + i);
        }
    }

    @Test
    void what_follows_a_refused_body_is_the_next_request() throws Exception {
        RawClient client = client(answering(RecordingTool.OK));
        String smuggled = "POST /v1/delete HTTP/1.1\r\nHost: tool\r\n\r\n";
        client.send("POST /v1/unknown HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\nContent-Length: "
                + smuggled.length() + "\r\n\r\n" + smuggled + refund("", REFUND));
        assertThat(client.read().status()).isEqualTo(403);
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().line()).isEqualTo("POST /v1/refund HTTP/1.1");
    }

    @Test
    void http10_is_answered_and_closed() throws Exception {
        RawClient client =
                client(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"));
        client.send(refund("Connection: keep-alive\r\n", REFUND).replace("HTTP/1.1", "HTTP/1.0"));
        RawClient.Answer answer = client.read();
        assertThat(answer.head()).doesNotContain("chunked");
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(tool.only().line()).endsWith("HTTP/1.1");
    }

    @Test
    void close_is_honoured() throws Exception {
        RawClient client = client(answering(RecordingTool.OK));
        client.send(refund("Connection: close\r\n", REFUND));
        RawClient.Answer answer = client.read();
        assertThat(answer.values("Connection")).containsExactly("close");
        assertThat(client.isClosed()).isTrue();
        assertThat(tool.only().values("Connection")).isEmpty();
    }

    @Test
    void the_answer_is_passed_on_unchanged() throws Exception {
        String head = "HTTP/1.1 299 Very  Fine\r\ncontent-type:text/plain\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
                + "X-Latin: caf\u00e9\r\nContent-Length: 4\r\n";
        RawClient client = client(
                answering(head + "Connection: X-Gone, keep-alive\r\nKeep-Alive: timeout=9\r\nX-Gone: 1\r\n\r\nbody"));
        RawClient.Answer answer = client.send(refund("", REFUND)).read();
        assertThat(answer.head()).isEqualTo(head + "\r\n");
        assertThat(answer.body()).isEqualTo("body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\nETag: \"a\"\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void an_answer_without_a_body_ends_with_its_head(String answer) throws Exception {
        RawClient client = client(answering(answer));
        assertThat(client.send(refund("", REFUND)).read().body()).isEmpty();
        assertThat(client.send(refund("", REFUND)).read().body()).isEmpty();
        assertThat(tool.seen()).hasSize(2);
        assertThat(tool.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void an_answer_may_end_with_the_tools_connection() throws Exception {
        RawClient client = client(request -> {
            request.read();
            request.answer("HTTP/1.0 200 OK\r\n\r\nuntil the end");
            return false;
        });
        RawClient.Answer answer = client.send(refund("", REFUND)).read();
        assertThat(answer.body()).isEqualTo("until the end");
        assertThat(answer.values("Connection")).containsExactly("close");
    }

    @Test
    void announcements_of_an_answer_are_passed_on_and_100_is_not() throws Exception {
        RawClient client = client(answering(
                "HTTP/1.1 100 Continue\r\n\r\n" + "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RecordingTool.OK));
        client.send(refund("", REFUND));
        assertThat(client.read().head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(200);
    }

    @Test
    void continue_is_said_only_after_the_checks() throws Exception {
        RawClient client = client(answering(RecordingTool.OK));
        String request = refund("Expect: 100-continue\r\n", REFUND);
        client.send(request.substring(0, request.length() - REFUND.length()));
        assertThat(client.read().head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(client.send(REFUND).read().status()).isEqualTo(200);
        assertThat(tool.only().values("Expect")).isEmpty();
        client.send(request.substring(0, request.length() - REFUND.length()).replace("Bearer support", "Bearer x"));
        assertThat(client.read().status()).isEqualTo(401);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void continue_is_said_for_a_streamed_body() throws Exception {
        RawClient client = client(answering(RecordingTool.OK));
        client.send("POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        assertThat(client.read().head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(client.send("hello").read().status()).isEqualTo(200);
        assertThat(tool.only().body()).isEqualTo("hello");
    }

    @Test
    void a_head_that_does_not_come_to_its_end_is_given_up() throws Exception {
        RawClient client = client(answering(RecordingTool.OK), timeouts(500, LONG, LONG));
        client.send("POST /v1/refund HTTP/1.1\r\n");
        // An octet now and then must not keep it waiting.
        Thread trickle = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Thread.sleep(100);
                    client.send("X");
                }
            } catch (IOException | InterruptedException e) {
                // The door has closed the connection, or the test is over.
            }
        });
        assertThat(client.read().status()).isEqualTo(408);
        assertThat(client.isClosed()).isTrue();
        trickle.interrupt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/refund", "/v1/upload"})
    void a_body_that_does_not_come_is_given_up(String path) throws Exception {
        RawClient client = client(answering(RecordingTool.OK), timeouts(LONG, 500, LONG));
        client.send(refund("", REFUND).replace("/v1/refund", path).replace(REFUND, "{"));
        assertThat(client.read().status()).isEqualTo(408);
        assertThat(client.isClosed()).isTrue();
        assertThat(tool.seen()).isEmpty();
    }

    @Test
    void an_unused_connection_is_closed() throws Exception {
        RawClient client = client(answering(RecordingTool.OK), timeouts(LONG, LONG, 500));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_connection_that_was_used_is_closed_when_it_is_not_used_again() throws Exception {
        RawClient client = client(answering(RecordingTool.OK), timeouts(LONG, LONG, 1_000));
        for (boolean used = false; !used; ) {
            try {
                assertThat(client.send(refund("", REFUND)).read().status()).isEqualTo(200);
                used = true;
            } catch (IOException e) {
                // It took longer to send the request than the door waits for one: on another connection, then.
                client = door.client();
                open.addFirst(client);
            }
        }
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_streamed_body_that_turns_out_malformed_is_cut() throws Exception {
        RawClient client = client(request -> {
            try {
                request.read();
            } catch (IOException e) {
                return false;
            }
            return true;
        });
        client.send("POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        Thread.sleep(100);
        client.send("zz\r\n");
        assertThat(client.read().status()).isEqualTo(400);
        assertThat(client.isClosed()).isTrue();
        assertThat(tool.seen()).as("whole requests").isEmpty();
    }
}
