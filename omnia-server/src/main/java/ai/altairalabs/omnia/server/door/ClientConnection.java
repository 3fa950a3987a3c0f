package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.Refused;
import ai.altairalabs.omnia.server.http.FirstLine;
import ai.altairalabs.omnia.server.http.HeadScanner;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.http.RequestHead;
import ai.altairalabs.omnia.server.metrics.Metrics.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its requests one after the other, in order, each with its answer. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive, where it is handled
final class ClientConnection extends ChannelInboundHandlerAdapter implements DoorLoop.Timed {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int FIRST_LOOK = 2048;
    private static final int MAX_AHEAD = 65536;

    private final DoorParts door;
    private final DoorLoop loop;
    private final Channel channel;
    private @Nullable ByteBuf input;
    private @Nullable Exchange exchange;
    private boolean processing;
    private boolean lingering;
    private boolean headStarted;
    private long deadline;
    private long idleSince;

    ClientConnection(DoorParts door, DoorLoop loop, Channel channel) {
        this.door = door;
        this.loop = loop;
        this.channel = channel;
        becomeIdle();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop.add(this);
        door.connections().incrementAndGet();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.remove(this);
        loop.touch();
        door.connections().decrementAndGet();
        releaseInput();
        if (exchange != null) {
            exchange.clientGone();
            endExchange();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (lingering) {
            octets.release();
            return;
        }
        loop.touch();
        input = input == null ? octets : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), input, octets);
        process();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        loop.touch();
        if (exchange != null) {
            exchange.clientWritable(channel.isWritable());
        } else if (!lingering && takesNext()) {
            if (!headStarted) {
                becomeIdle();
            }
            process();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            channel.close();
        } else {
            fault(cause);
        }
    }

    /** Something went wrong inside of the door: nobody may wait for what does not come any more. */
    @Override
    public void fault(Throwable cause) {
        Exchange of = exchange;
        channel.close();
        LOG.error("a connection was closed because of a fault in the door", cause);
        if (of != null && of.passedOn()) {
            door.metrics().count(Refusal.INTERNAL);
        } else if (of != null) {
            door.decision().refused(Answer.internal(), of::known);
        }
    }

    /**
     * Goes on with an exchange from outside of the connection's own events. From any thread: Netty tells of a connection for which
     * there was no file descriptor on a thread of its own, and what belongs to an event loop must not leave it.
     */
    void run(Runnable action) {
        if (loop.eventLoop().inEventLoop()) {
            goOn(action);
        } else {
            loop.eventLoop().execute(() -> goOn(action));
        }
    }

    private void goOn(Runnable action) {
        loop.touch();
        try {
            action.run();
        } catch (Throwable e) {
            fault(e);
        }
        process();
    }

    /** Goes on with what has arrived, as far as that is possible now. */
    void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            advance();
        } catch (Throwable e) {
            fault(e);
        } finally {
            processing = false;
        }
        if (input != null && !input.isReadable()) {
            releaseInput();
        }
        boolean wanted = lingering
                || (exchange == null
                        ? takesNext()
                        : exchange.wantsInput() || (!exchange.takesInput() && input().readableBytes() < MAX_AHEAD));
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    private void advance() {
        try {
            while (!lingering && (exchange == null ? takesNext() && readHead() : exchange.consume(input()))) {
                // each turn takes something
            }
        } catch (MalformedMessage e) {
            if (exchange != null) {
                exchange.malformed(e.getMessage());
            } else {
                answer(Answer.malformed(e.getMessage()), false, false);
            }
        }
    }

    /** A client that does not take in its answers is not asked what else it wants. */
    private boolean takesNext() {
        return channel.isWritable();
    }

    private boolean readHead() throws MalformedMessage {
        ByteBuf in = input();
        int readable = in.readableBytes();
        if (readable == 0) {
            return false;
        }
        byte[] scratch = loop.scratch();
        int looked = Math.min(readable, Math.min(FIRST_LOOK, scratch.length));
        in.getBytes(in.readerIndex(), scratch, 0, looked);
        int end = HeadScanner.end(scratch, looked, door.settings().decision().limits());
        if (end == HeadScanner.INCOMPLETE && readable > looked) {
            looked = Math.min(readable, scratch.length);
            in.getBytes(in.readerIndex(), scratch, 0, looked);
            end = HeadScanner.end(scratch, looked, door.settings().decision().limits());
        }
        if (end == HeadScanner.INCOMPLETE) {
            if (!headStarted) {
                headStarted = true;
                waitUntil(door.settings().timeouts().requestHead().toNanos());
            }
            return false;
        }
        RequestHead head = RequestHead.read(
                Arrays.copyOf(scratch, end), door.settings().decision().limits());
        in.skipBytes(end);
        headStarted = false;
        deadline = NEVER;
        exchange = new Exchange(door, loop, this, head);
        exchange.begin();
        return true;
    }

    /** What has arrived and was not taken yet. */
    ByteBuf input() {
        return input == null ? Unpooled.EMPTY_BUFFER : input;
    }

    Channel channel() {
        return channel;
    }

    /** The client must do something within this time. */
    void waitUntil(long nanos) {
        deadline = loop.now() + nanos;
    }

    /** The client need not do anything now. */
    void waitForever() {
        deadline = NEVER;
    }

    /** Writes an answer of the door's own and ends the exchange. */
    void answer(Answer answer, boolean keep, boolean withoutBody) {
        boolean close = !keep || door.draining();
        if (answer.refusal() != null) {
            refused(answer);
        }
        HeadBuffer head = loop.heads();
        byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
        answer.head(head, json.length, close);
        ByteBuf out = channel.alloc().directBuffer(head.length() + json.length);
        head.writeTo(out);
        if (!withoutBody) {
            out.writeBytes(json);
        }
        channel.writeAndFlush(out, channel.voidPromise());
        finished(!close);
    }

    /** Counts and records what the door did not let pass. */
    void refused(Answer answer) {
        Exchange of = exchange;
        door.decision().refused(answer, () -> of == null ? unread() : of.known());
    }

    /** The request that has arrived and could not be read. */
    private Refused.Request unread() {
        ByteBuf in = input();
        byte[] start = new byte[Math.min(in.readableBytes(), FIRST_LOOK)];
        in.getBytes(in.readerIndex(), start);
        FirstLine line = FirstLine.of(start);
        return Refused.Request.of(
                line.method(), line.path(), door.settings().decision().namespace());
    }

    /** The exchange is over and its answer written. */
    void finished(boolean keep) {
        endExchange();
        if (!keep) {
            closeAfterAnswer();
            return;
        }
        becomeIdle();
        if (!processing) {
            process();
        }
    }

    private void endExchange() {
        if (exchange != null) {
            exchange.ended(loop.now());
            exchange = null;
        }
    }

    /** The answer was cut short, and the client must see that it was. */
    void abort(boolean reset) {
        endExchange();
        if (reset) {
            reset();
        } else {
            closeAfterAnswer();
        }
    }

    /**
     * Says that nothing more comes and goes on taking in what the client sends for a while: closing at once, with octets
     * unread, would take the answer away from a client that is still sending. Until the answer is written, the client has the
     * time that it has to take in any.
     */
    private void closeAfterAnswer() {
        lingering = true;
        releaseInput();
        waitUntil(door.settings().timeouts().clientWrite().toNanos());
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess()) {
                loop.touch();
                waitUntil(LINGER_NANOS);
                ((DuplexChannel) channel).shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    /** An end that the client cannot take for the end of an answer. */
    private void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void becomeIdle() {
        DoorTimeouts timeouts = door.settings().timeouts();
        idleSince = loop.now();
        waitUntil((takesNext() ? timeouts.keepAlive() : timeouts.clientWrite()).toNanos());
    }

    /** Whether the client has taken in all that was said. */
    private boolean hasTakenAll() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null || out.isEmpty();
    }

    private void releaseInput() {
        if (input != null) {
            input.release();
            input = null;
        }
    }

    @Override
    public void tick(long now) {
        if (exchange != null) {
            exchange.tick(now);
        }
        if (deadline != NEVER && now - deadline > 0) {
            if (lingering || (exchange == null && !headStarted)) {
                if (hasTakenAll()) {
                    channel.close();
                } else {
                    reset();
                }
            } else if (exchange == null) {
                answer(Answer.requestTimeout(), false, false);
            } else {
                exchange.clientTimedOut();
            }
        } else if (door.draining()
                && exchange == null
                && !lingering
                && !headStarted
                && hasTakenAll()
                && now - idleSince > door.settings().timeouts().drainIdle().toNanos()) {
            channel.close();
        }
    }
}
