package ai.altairalabs.omnia.server.door;

import static ai.altairalabs.omnia.server.door.ForwardingTest.REFUND;
import static ai.altairalabs.omnia.server.door.ForwardingTest.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that fail, and what the caller is told. */
@Timeout(300) // ends a test that would hang
class UpstreamFailureTest {
    private static final String LOOKUP =
            "GET /v1/orders HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n\r\n";

    private static RawClient.Answer answerOf(RecordingTool.Behaviour behaviour, String request) throws Exception {
        try (RecordingTool tool = RecordingTool.serving(behaviour);
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            return client.send(request).read();
        }
    }

    @Test
    void nobody_listens() throws Exception {
        // A socket that is bound and does not listen: nobody else gets the port.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            checkUnreachable(URI.create("http://127.0.0.1:" + bound.getLocalPort()));
        }
    }

    private static void checkUnreachable(URI upstream) throws Exception {
        try (DoorFixture door = DoorFixture.before(upstream).start();
                RawClient client = door.client()) {
            RawClient.Answer answer = client.send(refund("", REFUND)).read();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).startsWith("{\"error\":\"upstream_unreachable\",\"message\":");
            assertThat(client.send(refund("", REFUND)).read().status())
                    .as("the connection goes on")
                    .isEqualTo(502);
        }
    }

    @Test
    void a_name_that_nobody_knows() throws Exception {
        try (DoorFixture door = DoorFixture.before(URI.create("http://no-such-tool.invalid:8080"))
                        .start();
                RawClient client = door.client()) {
            assertThat(client.send(refund("", REFUND)).read().status()).isEqualTo(502);
        }
    }

    @Test
    void a_slow_tool_is_given_up_by_its_handlers_timeout() throws Exception {
        long began = System.nanoTime();
        RawClient.Answer answer = answerOf(
                request -> {
                    request.read();
                    return request.in.read() >= 0;
                },
                "POST /v1/slow HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).startsWith("{\"error\":\"upstream_timeout\",\"message\":");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("the handler's second, not the door's own two minutes")
                .isBetween(Duration.ofMillis(900), Patient.TIMEOUTS.answer());
    }

    @Test
    void a_tool_that_closes_without_an_answer() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RawClient.Answer answer = answerOf(
                request -> {
                    calls.incrementAndGet();
                    request.read();
                    return false;
                },
                LOOKUP);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOT HTTP\r\n\r\n",
                "SSH-2.0-OpenSSH_9.9\r\n",
                "\u0015\u0003\u0003\u0000\u0002\u0002\u0028",
                "HTTP/2",
                "HTTP/1.1 2x0 OK",
                "{}",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
                "HTTP/1.1 2x0 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                "HTTP/1.1 200 OK\r\nContent_Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer_Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nX A: a\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nX-A: a\u0001\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
            })
    void an_answer_that_is_not_well_formed_is_not_passed_on(String broken) throws Exception {
        RawClient.Answer answer = answerOf(
                request -> {
                    request.read();
                    request.answer(broken);
                    return true;
                },
                refund("", REFUND));
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).startsWith("{\"error\":\"upstream_invalid\",\"message\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "HTTP/1.1 20", "HTTP/1.0 200 OK\r\nContent-Le"})
    void an_answer_that_ends_in_its_head_is_none(String begun) throws Exception {
        RawClient.Answer answer = answerOf(
                request -> {
                    request.read();
                    request.answer(begun);
                    return false;
                },
                refund("", REFUND));
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).startsWith("{\"error\":\"upstream_unreachable\",\"message\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"
            })
    void an_answer_that_was_cut_is_seen_as_cut(String half) throws Exception {
        assertThatThrownBy(() -> answerOf(
                        request -> {
                            request.read();
                            request.answer(half);
                            return false;
                        },
                        refund("", REFUND)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_call_is_never_sent_twice_when_it_may_have_been_done() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    if (calls.incrementAndGet() == 2) {
                        return false;
                    }
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door =
                        DoorFixture.before(tool).with(s -> s.withThreads(1)).start();
                RawClient client = door.client()) {
            assertThat(client.send(refund("", REFUND)).read().status()).isEqualTo(200);
            assertThat(client.send(refund("", REFUND)).read().status()).isEqualTo(502);
            assertThat(calls).hasValue(2);
            assertThat(client.send(refund("", REFUND)).read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_look_up_is_sent_again_when_a_kept_connection_was_just_being_closed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    if (calls.incrementAndGet() == 2) {
                        return false;
                    }
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door =
                        DoorFixture.before(tool).with(s -> s.withThreads(1)).start();
                RawClient client = door.client()) {
            assertThat(client.send(LOOKUP).read().status()).isEqualTo(200);
            assertThat(client.send(LOOKUP).read().status()).isEqualTo(200);
            assertThat(calls).hasValue(3);
            assertThat(tool.connections()).isEqualTo(2);
        }
    }

    @Test
    void connections_are_kept_and_a_closed_one_is_not_used() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door =
                        DoorFixture.before(tool).with(s -> s.withThreads(1)).start();
                RawClient client = door.client()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(refund("", REFUND)).read().status()).isEqualTo(200);
            }
            assertThat(tool.connections()).isEqualTo(1);
            tool.endConnections();
            assertThat(client.send(refund("", REFUND)).read().status()).isEqualTo(200);
            assertThat(tool.connections()).isEqualTo(2);
        }
    }

    @Test
    void what_a_tool_says_unasked_never_becomes_an_answer() throws Exception {
        String second = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
        AtomicInteger calls = new AtomicInteger();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    request.answer(calls.incrementAndGet() == 1 ? RecordingTool.OK + second : RecordingTool.OK);
                    return true;
                });
                DoorFixture door =
                        DoorFixture.before(tool).with(s -> s.withThreads(1)).start();
                RawClient client = door.client()) {
            assertThat(client.send(refund("", REFUND)).read().body()).isEqualTo("{}");
            assertThat(client.send(refund("", REFUND)).read().body()).isEqualTo("{}");
            assertThat(tool.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_client_that_goes_away_takes_its_call_along() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    if (request.in.read() < 0) {
                        ended.incrementAndGet();
                    }
                    return false;
                });
                DoorFixture door = DoorFixture.before(tool).start()) {
            try (RawClient client = door.client()) {
                client.send(refund("", REFUND));
                while (tool.seen().isEmpty()) {
                    Thread.sleep(5);
                }
            }
            while (ended.get() == 0) {
                Thread.sleep(1);
            }
            assertThat(ended).hasValue(1);
        }
    }
}
