package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.Obligation;
import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.http.RequestHead;
import ai.altairalabs.omnia.server.identity.Authentication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request on its way through the proxy: its {@link Admission}, then the {@link Relay} to the tool and back. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive, where it is handled
final class Exchange extends Admission {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A body that a policy reads is held until it is whole: on the average it must come at 32 KiB a second. */
    private static final long NANOS_PER_OCTET = TimeUnit.SECONDS.toNanos(1) / 32768;

    private final DoorParts door;
    private final DoorLoop loop;
    private final ClientConnection client;
    private final BodyReader body;
    private @Nullable BodyCollector collector;
    private @Nullable BodyCollector collected;
    private long collectingSince;
    private @Nullable Relay relay;
    private boolean over;

    Exchange(DoorParts door, DoorLoop loop, ClientConnection client, RequestHead head) {
        super(door.decision(), head, loop.now());
        this.door = door;
        this.loop = loop;
        this.client = client;
        this.body = new BodyReader(head.framing(), false);
    }

    @Override
    String newId() {
        return loop.newId();
    }

    @Override
    void await(CompletableFuture<Authentication> outcome) {
        var _ = outcome.whenCompleteAsync((known, _) -> client.run(() -> resume(known)), loop.eventLoop());
    }

    private void resume(@Nullable Authentication known) {
        if (!over) {
            act(known);
        }
    }

    @Override
    void readBody() {
        if (!head.hasBody()) {
            decideOnNoBody();
        } else if (head.framing() instanceof Framing.Length length && length.octets() > maxBodyBytes()) {
            passTooLong();
        } else {
            collector = new BodyCollector(maxBodyBytes(), door.decision().bodies(), loop.arrays());
            collectingSince = loop.now();
            client.waitUntil(door.settings().timeouts().requestBody().toNanos());
            sayContinue();
        }
    }

    private void sayContinue() {
        if (head.expectsContinue() && !client.input().isReadable()) {
            client.channel()
                    .writeAndFlush(
                            Unpooled.wrappedBuffer(CONTINUE), client.channel().voidPromise());
        }
    }

    /** Whether the tool has been called. */
    boolean passedOn() {
        return relay != null;
    }

    /** Whether the body is being read now. */
    boolean takesInput() {
        return !over && (collector != null || (relay != null && relay.takesInput()));
    }

    /** Whether more octets of the body are welcome now. */
    boolean wantsInput() {
        return !over && (collector != null || (relay != null && relay.wantsInput()));
    }

    /** Takes octets of the body. False when nothing more can be done with what is there. */
    boolean consume(ByteBuf in) throws MalformedMessage {
        if (collector != null) {
            return collect(collector, in);
        }
        return relay != null && relay.consume(in);
    }

    private boolean collect(BodyCollector collector, ByteBuf in) throws MalformedMessage {
        if (!in.isReadable()) {
            return false;
        }
        long patience = door.settings().timeouts().requestBody().toNanos();
        client.waitUntil(patience);
        switch (collector.collect(body, in)) {
            case TOO_LONG -> {
                stopCollecting(collector);
                passTooLong();
            }
            case NO_ROOM -> {
                stopCollecting(collector);
                passUnread(Answer.tooManyBodies(), "the door was reading too many bodies");
            }
            case TAKEN -> {
                if (body.done()) {
                    stopCollecting(collector);
                    decideOn(collector.array(), collector.length(), trailers());
                } else if (loop.now() - collectingSince > patience + collector.length() * NANOS_PER_OCTET) {
                    stopCollecting(collector);
                    passUnread(Answer.requestTimeout(), "the body came too slowly");
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /** What has come of the body is passed on, and if it may be passed on unread, the rest of it as it comes. */
    private void stopCollecting(BodyCollector collector) {
        this.collector = null;
        collected = collector;
        client.waitForever();
    }

    private @Nullable Answer trailers() {
        return body.trailers() ? Answer.malformed("a body that a policy reads must not have trailers") : null;
    }

    @Override
    void refuse(Answer answer) {
        inLoop(() -> answer(answer));
    }

    private void inLoop(Runnable action) {
        if (loop.eventLoop().inEventLoop()) {
            action.run();
        } else {
            client.run(action);
        }
    }

    @Override
    void permit(List<Obligation> obligations, WrittenHeaders written, @Nullable String id) {
        ByteBuf message;
        BodyCollector beginning = collected;
        boolean streams = head.hasBody() && (beginning == null || !body.done());
        try {
            ForwardedRequest forwarded = new ForwardedRequest(head, written, obligations, door);
            ByteBufAllocator allocator = client.channel().alloc();
            if (!streams) {
                message = forwarded.with(beginning, allocator, loop.heads());
            } else if (beginning == null) {
                message = forwarded.withFirstOf(body, client, loop.heads());
            } else {
                message = forwarded.withBeginning(beginning, allocator, loop.heads());
            }
            dropBody();
        } catch (HeadBuffer.IllegalHeaderException | MalformedMessage e) {
            // A header that cannot be written as it was meant is not written at all, and neither is the call.
            answer(Answer.internal());
            return;
        }
        if (beginning == null && streams && !body.done()) {
            sayContinue();
        }
        relay = new Relay(
                door,
                loop,
                client,
                head,
                message,
                body,
                answerNanos(door.settings().timeouts().answer().toNanos()));
        relay.start();
    }

    /** The body turned out not to be well-formed. */
    void malformed(String message) {
        if (relay == null) {
            answer(Answer.malformed(message), false);
        } else {
            relay.fail(Answer.malformed(message));
        }
    }

    /** Answers by the door itself. A body that is still on its way is not waited for, and after one with trailers no request is. */
    @Override
    void answer(Answer answer) {
        answer(answer, !body.trailers());
    }

    private void answer(Answer answer, boolean framed) {
        if (over) {
            return;
        }
        over = true;
        dropBody();
        client.waitForever();
        boolean keep = framed && head.keepsAlive() && skipBody();
        client.answer(answer, keep, head.method().equals("HEAD"));
    }

    private boolean skipBody() {
        try {
            if (body.restIsIn(client.input())) {
                ByteBuf rest = body.next(client.input());
                if (rest != null) {
                    rest.release();
                }
            }
            return body.done();
        } catch (MalformedMessage e) {
            return false;
        }
    }

    /**
     * What has been collected is not needed any more: the tool has a copy of it, or is not called; what was to be recorded of it
     * has been; and of an exchange that is over nothing is decided.
     */
    private void dropBody() {
        if (collector != null) {
            collector.release();
            collector = null;
        }
        if (collected != null) {
            collected.release();
            collected = null;
        }
    }

    void clientGone() {
        over = true;
        dropBody();
        if (relay != null) {
            relay.clientGone();
        }
    }

    void clientWritable(boolean writable) {
        if (relay != null) {
            relay.clientWritable(writable);
        }
    }

    void clientTimedOut() {
        if (relay != null) {
            relay.clientTimedOut();
        } else {
            answer(Answer.requestTimeout());
        }
    }

    void tick(long now) {
        if (relay != null) {
            relay.tick(now);
        }
    }
}
