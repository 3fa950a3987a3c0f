package ai.altairalabs.omnia.server.door;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one event loop to the tool: unused ones are kept a while, the last used one is taken first. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive, where it is handled
final class UpstreamPool implements DoorLoop.Timed {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamPool.class);
    private static final int MAX_IDLE = 256;
    private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DoorParts door;
    private final DoorLoop loop;
    private final Bootstrap bootstrap;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private long complainedAt = System.nanoTime() - COMPLAIN_NANOS;

    UpstreamPool(DoorParts door, DoorLoop loop) {
        this.door = door;
        this.loop = loop;
        this.bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(Transport.socketChannel())
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        door.settings().timeouts().connect().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel);
                    }
                });
    }

    private void initialize(Channel channel) {
        SslContext ssl = door.ssl();
        if (ssl != null) {
            channel.pipeline()
                    .addLast(ssl.newHandler(
                            channel.alloc(),
                            door.upstream().host(),
                            door.upstream().port()));
        }
        channel.pipeline().addLast(new UpstreamConnection(door, loop, channel));
    }

    /** Gives the relay a connection, at once when one is there. */
    void acquire(Relay relay) {
        for (UpstreamConnection each = idle.pollLast(); each != null; each = idle.pollLast()) {
            if (each.isOpen()) {
                relay.connected(each, true);
                return;
            }
        }
        acquireNew(relay);
    }

    /** Gives the relay a connection that nobody has used. */
    void acquireNew(Relay relay) {
        connect(relay, door.upstream().current(), 0);
    }

    private void connect(Relay relay, List<InetSocketAddress> addresses, int index) {
        if (index == addresses.size()) {
            relay.fail(Answer.unreachable("the tool cannot be reached"));
            return;
        }
        ChannelFuture connecting = bootstrap.connect(addresses.get(index));
        connecting.addListener((ChannelFutureListener) connected -> relay.run(() -> {
            if (!connected.isSuccess()) {
                complain(connected.cause());
                connect(relay, addresses, index + 1);
                return;
            }
            SslHandler tls = connected.channel().pipeline().get(SslHandler.class);
            if (tls == null) {
                hand(connected.channel(), relay);
            } else {
                tls.handshakeFuture()
                        .addListener(shaken -> relay.run(() -> {
                            if (shaken.isSuccess()) {
                                hand(connected.channel(), relay);
                            } else {
                                connected.channel().close();
                                relay.fail(Answer.unreachable("the tool's certificate or TLS handshake failed"));
                            }
                        }));
            }
        }));
    }

    /** Says now and then why: the records of the calls say only that the tool could not be reached. */
    private void complain(Throwable cause) {
        long now = loop.now();
        if (now - complainedAt >= COMPLAIN_NANOS) {
            complainedAt = now;
            Throwable first = cause;
            while (first.getCause() != null) {
                first = first.getCause();
            }
            LOG.warn("the tool cannot be reached: {}", first.getMessage());
        }
    }

    private void hand(Channel channel, Relay relay) {
        UpstreamConnection connection = channel.pipeline().get(UpstreamConnection.class);
        if (relay.over()) {
            release(connection);
        } else {
            relay.connected(connection, false);
        }
    }

    /** Takes back a connection on which everything has been said. */
    void release(UpstreamConnection connection) {
        if (idle.size() >= MAX_IDLE || !connection.isOpen()) {
            connection.close();
            return;
        }
        if (idle.isEmpty()) {
            loop.add(this);
        }
        connection.idleSince(loop.now());
        idle.addLast(connection);
    }

    /** Forgets a connection that was closed. */
    void forget(UpstreamConnection connection) {
        idle.remove(connection);
    }

    @Override
    public void fault(Throwable cause) {
        LOG.error("unused connections to the tool could not be closed", cause);
    }

    @Override
    public void tick(long now) {
        long limit = door.settings().timeouts().upstreamKeepAlive().toNanos();
        for (UpstreamConnection oldest = idle.peekFirst();
                oldest != null && now - oldest.idleSince() > limit;
                oldest = idle.peekFirst()) {
            idle.pollFirst();
            oldest.close();
        }
        if (idle.isEmpty()) {
            loop.remove(this);
        }
    }
}
