package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client that does not take in what the tool says. When the operating system's buffers are full, and how much of an answer
 * has been read by then, is not for a test to choose: here both connections are in memory, and time is told.
 */
class SlowClientTest {
    private static final Duration LONG_AGO = Duration.ofMinutes(10);
    private static final String ORDERS =
            "GET /v1/orders HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n\r\n";
    private static final String UPLOAD =
            "POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\nContent-Length: 6\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

    private final HeldStream records = new HeldStream();
    private final AuditLog audit = Patient.log(records);
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final EmbeddedChannel tool = new EmbeddedChannel();
    private ClientConnection connection;

    /** A door that waits for its clients this long, and less long for its tools. */
    private void start(Duration clientWrite) {
        DoorSettings settings = DoorSettings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        URI.create("http://127.0.0.1:1"),
                        "production")
                .withTimeouts(Patient.withClients(Patient.LONG, Patient.LONG, clientWrite, Patient.LONG));
        DecisionParts decision = new DecisionParts(
                settings.decision(),
                new FakeAuthenticator(),
                new GivenPolicies(TestPolicies.compile(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS)),
                audit,
                new Metrics());
        DoorParts parts = new DoorParts(
                settings,
                decision,
                new UpstreamAddress(settings.upstream()),
                null,
                new AtomicBoolean(),
                new AtomicInteger());
        DoorLoop loop = new DoorLoop(parts, client.eventLoop(), 1);
        connection = new ClientConnection(parts, loop, client);
        client.pipeline().addLast(connection);
        UpstreamConnection upstream = new UpstreamConnection(parts, loop, tool);
        tool.pipeline().addLast(upstream);
        loop.pool().release(upstream);
    }

    @AfterEach
    void stop() {
        client.finishAndReleaseAll();
        tool.finishAndReleaseAll();
        audit.close();
    }

    private static void say(EmbeddedChannel to, String text) {
        to.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static String heard(EmbeddedChannel from) {
        StringBuilder all = new StringBuilder();
        for (Object next = from.readOutbound(); next != null; next = from.readOutbound()) {
            io.netty.buffer.ByteBuf octets = (io.netty.buffer.ByteBuf) next;
            all.append(octets.toString(StandardCharsets.US_ASCII));
            octets.release();
        }
        return all.toString();
    }

    private void clientTakes(boolean something) {
        Objects.requireNonNull(client.unsafe().outboundBuffer()).setUserDefinedWritability(1, something);
        client.runPendingTasks();
    }

    private void letTimePass() {
        connection.tick(System.nanoTime() + LONG_AGO.toNanos());
    }

    @Test
    void a_tool_that_is_not_listened_to_is_not_late() {
        start(LONG_AGO.multipliedBy(2));
        say(client, ORDERS);
        assertThat(heard(tool)).startsWith("GET /v1/orders ");
        clientTakes(false);

        say(tool, "HTTP/1.1 103 Early Hints\r\n\r\n" + ANSWER);
        letTimePass();
        assertThat(client.isOpen()).isTrue();
        clientTakes(true);
        say(tool, "data");

        assertThat(heard(client)).endsWith("\r\n\r\ndata");
        assertThat(records.text()).isEmpty();
    }

    @Test
    void a_client_that_takes_in_no_announcement_is_cut_off_and_its_request_was_not_late() {
        start(LONG_AGO.dividedBy(2));
        say(client, ORDERS);
        clientTakes(false);

        say(tool, "HTTP/1.1 103 Early Hints\r\n\r\n");
        letTimePass();

        assertThat(client.isOpen()).isFalse();
        assertThat(tool.isOpen()).isFalse();
        assertThat(heard(client)).doesNotContain("408");
        audit.close();
        assertThat(records.text()).isEmpty();
    }

    @Test
    void a_client_that_still_sends_while_it_takes_in_no_answer_is_cut_off() {
        start(LONG_AGO.dividedBy(2));
        say(client, UPLOAD + "one");
        assertThat(heard(tool)).endsWith("one");
        say(tool, ANSWER + "da");
        clientTakes(false);

        say(client, "two");
        assertThat(heard(tool)).isEqualTo("two");
        letTimePass();

        assertThat(client.isOpen()).isFalse();
        assertThat(tool.isOpen()).isFalse();
    }
}
