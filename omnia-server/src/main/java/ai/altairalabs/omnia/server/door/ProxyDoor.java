package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.metrics.Metrics.Refusal;
import ai.altairalabs.omnia.server.policies.PolicySource;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy proxy: takes HTTP requests for one tool service, decides on each, and passes on what is permitted
 * (semantics, sections 2, 7 and 8). A request stays on one thread, on which the connection to the tool lives too.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive, where it is handled
public final class ProxyDoor implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyDoor.class);
    private static final int BACKLOG = 4096;
    private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_MILLIS = 5;

    /** How long a door that is flooded with new connections goes on accepting them before it drains. */
    private static final long ACCEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DoorParts parts;
    private final MultiThreadIoEventLoopGroup eventLoops;
    private final Channel listener;
    private final Accepted accepted;

    private ProxyDoor(DoorParts parts, MultiThreadIoEventLoopGroup eventLoops, Channel listener, Accepted accepted) {
        this.parts = parts;
        this.eventLoops = eventLoops;
        this.listener = listener;
        this.accepted = accepted;
    }

    /** Counts the connections that were accepted, on the listener's event loop, and turns away whoever is one too many. */
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        private final DoorParts parts;
        private final int most = OpenFiles.clients();
        private long count;
        private long complainedAt = System.nanoTime() - COMPLAIN_NANOS;

        Accepted(DoorParts parts) {
            this.parts = parts;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            count++;
            if (parts.connections().get() < most) {
                context.fireChannelRead(connection);
                return;
            }
            ((Channel) connection).unsafe().closeForcibly();
            parts.metrics().count(Refusal.OVERLOADED);
            if (System.nanoTime() - complainedAt >= COMPLAIN_NANOS) {
                complainedAt = System.nanoTime();
                LOG.warn(
                        "{} clients are connected, and no more are let in: tools could not be called for them; a higher limit"
                                + " of open files (`ulimit -n`) lets in more",
                        most);
            }
        }
    }

    /** Loads the transport, which a start would otherwise wait for. */
    public static void prepare() {
        new MultiThreadIoEventLoopGroup(1, Transport.ioHandlers()).shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /**
     * Starts taking requests.
     *
     * @throws UncheckedIOException when the address is taken or no certificates can be read
     */
    public static ProxyDoor start(
            DoorSettings settings,
            Authenticator authenticator,
            PolicySource policies,
            AuditLog audit,
            Metrics metrics) {
        boolean secure = "https".equals(settings.upstream().getScheme());
        try {
            SslContext ssl = secure
                    ? SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build()
                    : null;
            return start(settings, authenticator, policies, audit, metrics, ssl);
        } catch (SSLException e) {
            throw new UncheckedIOException("the certificates for https cannot be read", e);
        }
    }

    /** Starts with this trust in the tool's certificate; null for a tool without TLS. */
    static ProxyDoor start(
            DoorSettings settings,
            Authenticator authenticator,
            PolicySource policies,
            AuditLog audit,
            Metrics metrics,
            @Nullable SslContext ssl) {
        DoorParts parts = new DoorParts(
                settings,
                new DecisionParts(settings.decision(), authenticator, policies, audit, metrics),
                new UpstreamAddress(settings.upstream()),
                ssl,
                new AtomicBoolean(),
                new AtomicInteger());
        MultiThreadIoEventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(
                settings.threads(), new DefaultThreadFactory("omnia-door"), Transport.ioHandlers());
        try {
            Accepted accepted = new Accepted(parts);
            return new ProxyDoor(parts, eventLoops, listen(parts, eventLoops, accepted), accepted);
        } catch (IOException e) {
            eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new UncheckedIOException("cannot listen on `" + settings.listen() + "`: " + e.getMessage(), e);
        }
    }

    private static Channel listen(DoorParts parts, MultiThreadIoEventLoopGroup eventLoops, Accepted accepted)
            throws IOException {
        SecureRandom seeds = new SecureRandom();
        IdentityHashMap<EventLoop, DoorLoop> loops = new IdentityHashMap<>();
        for (EventExecutor executor : eventLoops) {
            if (executor instanceof EventLoop loop) {
                loops.put(loop, new DoorLoop(parts, loop, seeds.nextLong()));
            }
        }
        var bound = new ServerBootstrap()
                .group(eventLoops)
                .channel(Transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(accepted)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        DoorLoop loop = loops.get(channel.eventLoop());
                        if (loop == null) {
                            throw new IllegalStateException("a connection came on an unknown event loop");
                        }
                        channel.pipeline().addLast(new ClientConnection(parts, loop, channel));
                    }
                })
                .bind(parts.settings().listen())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
        }
        return bound.channel();
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** {@inheritDoc} Each answer says that it is the connection's last. */
    @Override
    public void drain(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        EventLoop acceptor = listener.eventLoop();
        acceptor.execute(() -> closeOnceAllAreIn(acceptor, -1, System.nanoTime() + ACCEPT_NANOS));
        listener.closeFuture().awaitUninterruptibly();
        parts.drain().set(true);
        try {
            while (parts.connections().get() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /**
     * Closes the listener when a turn of its event loop has accepted nobody. The system lets clients in before the door knows
     * of them: closing at once would cut off those who have sent a request and wait to be accepted.
     */
    private void closeOnceAllAreIn(EventLoop acceptor, long before, long end) {
        if (accepted.count == before || System.nanoTime() - end > 0) {
            listener.close();
        } else {
            long now = accepted.count;
            acceptor.schedule(() -> closeOnceAllAreIn(acceptor, now, end), 1, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
