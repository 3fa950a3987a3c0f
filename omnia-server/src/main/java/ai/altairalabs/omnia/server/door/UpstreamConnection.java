package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.HeadLimits;
import ai.altairalabs.omnia.server.http.HeadScanner;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One connection to the tool: it carries one call at a time, and none after anything unexpected. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive, where it is handled
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private final DoorParts door;
    private final DoorLoop loop;
    private final Channel channel;
    private @Nullable Relay relay;
    private @Nullable ByteBuf input;
    private @Nullable ResponseHead answer;
    private @Nullable BodyReader body;
    private boolean said;
    private boolean broken;
    private long idleSince;

    UpstreamConnection(DoorParts door, DoorLoop loop, Channel channel) {
        this.door = door;
        this.loop = loop;
        this.channel = channel;
    }

    /** From now on the connection is this call's, until its answer has ended. */
    void begin(Relay relay) {
        this.relay = relay;
        said = false;
    }

    void write(ByteBuf octets) {
        channel.write(octets, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    boolean isOpen() {
        return channel.isActive();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** Whether more of the answer is welcome now. */
    void read(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    /** Ends it in the middle of a call: the call's relay does not hear of it. */
    void drop() {
        relay = null;
        channel.close();
    }

    void close() {
        channel.close();
    }

    long idleSince() {
        return idleSince;
    }

    void idleSince(long nanos) {
        idleSince = nanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (relay == null) {
            // Nobody asked: what it says must never become the answer to a later call.
            octets.release();
            channel.close();
            return;
        }
        loop.touch();
        input = input == null ? octets : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), input, octets);
        try {
            process(relay, input);
        } catch (MalformedMessage e) {
            Relay failed = relay;
            drop();
            if (failed != null) {
                failed.fail(Answer.badUpstreamAnswer(e.getMessage()));
            }
        }
        if (input != null && !input.isReadable()) {
            releaseInput();
        }
    }

    private void process(Relay relay, ByteBuf in) throws MalformedMessage {
        while (this.relay == relay) {
            if (body == null) {
                if (!readHead(relay, in)) {
                    return;
                }
            } else if (body.done()) {
                finish(relay, in);
                return;
            } else {
                ByteBuf piece = body.next(in);
                if (piece != null) {
                    relay.answerBody(piece);
                } else if (!body.done()) {
                    return;
                }
            }
        }
    }

    private boolean readHead(Relay relay, ByteBuf in) throws MalformedMessage {
        HeadLimits limits = door.settings().decision().limits();
        byte[] scratch = loop.scratch();
        int looked = Math.min(in.readableBytes(), scratch.length);
        in.getBytes(in.readerIndex(), scratch, 0, looked);
        int end = HeadScanner.end(scratch, looked, limits);
        if (end == HeadScanner.INCOMPLETE) {
            if (!ResponseHead.canBegin(scratch, looked)) {
                // The rest, if any is to come, makes no answer of it: a greeting of another protocol has no empty line.
                throw new MalformedMessage("it does not begin with a version and a status");
            }
            return false;
        }
        in.skipBytes(end);
        said = true;
        ResponseHead head = ResponseHead.read(Arrays.copyOf(scratch, end), relay.answersHead(), limits);
        if (head.status() == 101) {
            throw new MalformedMessage("the tool switched protocols unasked");
        }
        if (head.interim()) {
            relay.interim(head);
        } else {
            answer = head;
            body = new BodyReader(head.framing(), true);
            relay.answerHead(head, in.readableBytes());
        }
        return true;
    }

    /** The answer has ended: the connection is kept when nothing speaks against it. */
    private void finish(Relay relay, ByteBuf in) {
        boolean reusable = answer != null && answer.keepsAlive() && !in.isReadable() && relay.requestSent();
        this.relay = null;
        answer = null;
        body = null;
        releaseInput();
        if (reusable) {
            if (!channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
            loop.pool().release(this);
        } else {
            channel.close();
        }
        try {
            relay.answerDone();
        } catch (Throwable e) {
            relay.fault(e);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (relay != null) {
            relay.flushAnswer();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        loop.touch();
        if (relay != null) {
            relay.upstreamWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Relay interrupted = relay;
        // What the tool sends may be no TLS.
        if (cause instanceof IOException || cause instanceof DecoderException || interrupted == null) {
            broken = true;
            channel.close();
        } else {
            drop();
            interrupted.fault(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.pool().forget(this);
        boolean silent = input == null && !said;
        boolean ended = !broken && body != null && body.endsWithConnection();
        releaseInput();
        Relay interrupted = relay;
        relay = null;
        if (interrupted == null) {
            return;
        }
        try {
            if (ended) {
                interrupted.answerDone();
            } else {
                interrupted.upstreamClosed(silent);
            }
        } catch (Throwable e) {
            interrupted.fault(e);
        }
    }

    private void releaseInput() {
        if (input != null) {
            input.release();
            input = null;
        }
    }
}
