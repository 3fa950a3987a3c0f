package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy's connections without sockets: two clients and the tool. When the operating system's buffers are full, and how much
 * has been read by then, is not for a test to choose; here it is, and time is told.
 */
final class InMemoryDoor implements AutoCloseable {
    static final String ORDERS = "GET /v1/orders HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n\r\n";
    static final String UPLOAD =
            "POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\nContent-Length: 6\r\n\r\n";

    final EmbeddedChannel client = new EmbeddedChannel();
    final EmbeddedChannel other = new EmbeddedChannel();
    final EmbeddedChannel tool = new EmbeddedChannel();
    private final HeldStream records = new HeldStream();
    private final AuditLog audit = Patient.log(records);
    private final AtomicBoolean draining = new AtomicBoolean();
    private final ClientConnection connection;

    /** A door for these manifests. */
    InMemoryDoor(DoorTimeouts timeouts, String... manifests) {
        DoorSettings settings = DoorSettings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        URI.create("http://127.0.0.1:1"),
                        "production")
                .withTimeouts(timeouts);
        DecisionParts decision = new DecisionParts(
                settings.decision(),
                new FakeAuthenticator(),
                new GivenPolicies(TestPolicies.compile(manifests)),
                audit,
                new Metrics());
        DoorParts parts = new DoorParts(
                settings, decision, new UpstreamAddress(settings.upstream()), null, draining, new AtomicInteger());
        DoorLoop loop = new DoorLoop(parts, client.eventLoop(), 1);
        connection = new ClientConnection(parts, loop, client);
        client.pipeline().addLast(connection);
        other.pipeline().addLast(new ClientConnection(parts, loop, other));
        UpstreamConnection upstream = new UpstreamConnection(parts, loop, tool);
        tool.pipeline().addLast(upstream);
        loop.pool().release(upstream);
    }

    InMemoryDoor(DoorTimeouts timeouts) {
        this(timeouts, TestPolicies.REGISTRY, TestPolicies.GUARDRAILS);
    }

    void drain() {
        draining.set(true);
    }

    /** Octets that this connection sends to the door. */
    static void say(EmbeddedChannel from, String text) {
        from.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /** What the door has sent there since. */
    static String heard(EmbeddedChannel at) {
        StringBuilder all = new StringBuilder();
        for (Object next = at.readOutbound(); next != null; next = at.readOutbound()) {
            ByteBuf octets = (ByteBuf) next;
            all.append(octets.toString(StandardCharsets.US_ASCII));
            octets.release();
        }
        return all.toString();
    }

    /** Whether there is room for more that the door says on this connection. */
    static void takes(EmbeddedChannel channel, boolean something) {
        Objects.requireNonNull(channel.unsafe().outboundBuffer()).setUserDefinedWritability(1, something);
        channel.runPendingTasks();
    }

    /** The client's connection is looked at as if it were so much later. */
    void after(Duration time) {
        connection.tick(System.nanoTime() + time.toNanos());
        client.runPendingTasks();
    }

    /** The event loop ticks for a while. */
    void tick(int times) {
        for (int i = 0; i < times; i++) {
            client.advanceTimeBy(150, TimeUnit.MILLISECONDS);
            client.runScheduledPendingTasks();
        }
    }

    /** The audit log, whole. */
    String records() {
        audit.close();
        return records.text();
    }

    @Override
    public void close() {
        client.finishAndReleaseAll();
        other.finishAndReleaseAll();
        tool.finishAndReleaseAll();
        audit.close();
    }
}
