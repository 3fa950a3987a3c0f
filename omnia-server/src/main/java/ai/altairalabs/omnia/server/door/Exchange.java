package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.BodyGate;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Enforcement;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.audit.AuditEvent;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.HeaderName;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.http.RequestHead;
import ai.altairalabs.omnia.server.identity.Authentication;
import ai.altairalabs.omnia.server.identity.Caller;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import ai.altairalabs.omnia.server.metrics.ToolMeters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request on its way: who calls which tool, may they, and then the {@link Relay} to the tool and back. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive, where it is handled
final class Exchange {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final Body STREAMED = new Body.Streamed();
    private static final Body ABSENT = new Body.Absent();

    private final DoorParts door;
    private final DoorLoop loop;
    private final ClientConnection client;
    private final RequestHead head;
    private final BodyReader body;
    private final PolicySet policies;
    private final Tools tools;
    private final CallHeaders headers;
    private final long began = System.nanoTime();
    private @Nullable BodyCollector collector;
    private @Nullable Caller caller;
    private ToolIdentity tool = new ToolIdentity.Unknown();
    private @Nullable Relay relay;
    private @Nullable ToolMeters meters;
    private boolean over;

    Exchange(DoorParts door, DoorLoop loop, ClientConnection client, RequestHead head) {
        this.door = door;
        this.loop = loop;
        this.client = client;
        this.head = head;
        this.body = new BodyReader(head.framing(), false);
        this.policies = door.policies().current();
        this.tools = door.tools(policies);
        this.headers = new CallHeaders(head);
    }

    /** Begins: the head has been read, the body has not. */
    void start() {
        if (door.policies().ready()) {
            act(door.authenticator().authenticate(headers.sent(), policies));
        } else {
            answer(Answer.notReady());
        }
    }

    private void act(Authentication authentication) {
        switch (authentication) {
            case Authentication.Accepted accepted -> identify(accepted.caller());
            case Authentication.Rejected rejected -> answer(Answer.unauthenticated(rejected.message()));
            case Authentication.Malformed malformed -> answer(Answer.malformed(malformed.message()));
            case Authentication.Overloaded _ -> answer(Answer.overloaded());
            case Authentication.Pending pending -> {
                var _ = pending.outcome().whenCompleteAsync((outcome, _) -> resume(outcome), loop.eventLoop());
            }
        }
    }

    private void resume(@Nullable Authentication outcome) {
        if (over) {
            return;
        }
        if (outcome == null) {
            answer(Answer.internal());
        } else {
            act(outcome);
        }
        client.process();
    }

    private void identify(Caller caller) {
        this.caller = caller;
        tool = tools.resolve(
                head.method(),
                head.path(),
                headers.sent().get(OmniaHeaders.TOOL_NAME),
                headers.sent().get(OmniaHeaders.TOOL_REGISTRY));
        meters = door.metrics().of(tool);
        if (!policies.readsBody(tool, door.settings().namespace())) {
            decide(caller, head.hasBody() ? STREAMED : ABSENT, null);
        } else if (!head.hasBody()) {
            decide(caller, BodyGate.takesBody(head.method()) ? read(NOTHING) : ABSENT, null);
        } else if (head.framing() instanceof Framing.Length length
                && length.octets() > door.settings().maxBodyBytes()) {
            answer(Answer.tooLarge(door.settings().maxBodyBytes()));
        } else {
            collector = new BodyCollector(door.settings().maxBodyBytes());
            client.waitUntil(door.settings().timeouts().requestBody().toNanos());
            sayContinue();
        }
    }

    private Body read(byte[] bytes) {
        return BodyGate.read(head.endToEnd(HeaderName.CONTENT_TYPE), head.endToEnd(HeaderName.CONTENT_ENCODING), bytes);
    }

    private void sayContinue() {
        if (head.expectsContinue() && !client.input().isReadable()) {
            client.channel()
                    .writeAndFlush(
                            Unpooled.wrappedBuffer(CONTINUE), client.channel().voidPromise());
        }
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
        client.waitUntil(door.settings().timeouts().requestBody().toNanos());
        if (!collector.collect(body, in)) {
            answer(Answer.tooLarge(door.settings().maxBodyBytes()));
            return true;
        }
        if (!body.done()) {
            return false;
        }
        if (body.trailers()) {
            throw new MalformedMessage("a body that a policy reads must not have trailers");
        }
        this.collector = null;
        client.waitForever();
        byte[] bytes = collector.bytes();
        decide(Objects.requireNonNull(caller), read(bytes), bytes);
        return true;
    }

    private void decide(Caller caller, Body read, byte @Nullable [] bytes) {
        Instant time = Instant.now();
        long started = System.nanoTime();
        String namespace = door.settings().namespace();
        String requestId = caller.requestId().isEmpty() ? loop.newId() : caller.requestId();
        WrittenHeaders written = WrittenHeaders.of(caller, namespace, requestId, tool);
        ToolCall call = new ToolCall(
                new ToolCall.Agent(caller.agent(), namespace),
                tool,
                caller.identity(),
                headers.seen(written),
                head.query(),
                read,
                caller.session(),
                new ToolCall.Request(requestId, head.method(), head.path(), time));
        Decision decision = policies.decide(call);
        long nanos = System.nanoTime() - started;
        if (meters != null) {
            meters.decided(decision, nanos);
        }
        switch (decision.enforcement()) {
            case Enforcement.Permit permit -> {
                if (AuditLog.isRecorded(decision)) {
                    door.audit().write(event(call, decision, loop.newId(), nanos));
                }
                permit(permit, written, bytes);
            }
            case Enforcement.Refuse refuse -> {
                String id = loop.newId();
                door.audit()
                        .writeThen(
                                event(call, decision, id, nanos),
                                () -> inLoop(() -> answer(Answer.denied(refuse.rule(), refuse.message(), id))));
            }
        }
    }

    private AuditEvent event(ToolCall call, Decision decision, String id, long nanos) {
        return new AuditEvent(id, call, policies, decision, headers.traceId(), TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** The answer has been written, or nobody is there to take it. */
    void ended() {
        if (meters != null) {
            meters.answered(System.nanoTime() - began);
        }
    }

    private void inLoop(Runnable action) {
        if (loop.eventLoop().inEventLoop()) {
            action.run();
        } else {
            loop.eventLoop().execute(() -> {
                action.run();
                client.process();
            });
        }
    }

    private void permit(Enforcement.Permit permit, WrittenHeaders written, byte @Nullable [] bytes) {
        ByteBuf message;
        boolean streams = bytes == null && head.hasBody();
        try {
            ForwardedRequest forwarded = new ForwardedRequest(head, written, permit.obligations(), door);
            message = streams
                    ? forwarded.withFirstOf(body, client, loop.heads())
                    : forwarded.with(bytes, client.channel().alloc(), loop.heads());
        } catch (HeadBuffer.IllegalHeaderException | MalformedMessage e) {
            // A header that cannot be written as it was meant is not written at all, and neither is the call.
            answer(Answer.internal());
            return;
        }
        if (streams && !body.done()) {
            sayContinue();
        }
        relay = new Relay(door, loop, client, head, message, body, tools.answerNanos(tool));
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

    /** Answers by the door itself. A body that is still on its way is not waited for. */
    private void answer(Answer answer) {
        answer(answer, true);
    }

    private void answer(Answer answer, boolean framed) {
        if (over) {
            return;
        }
        over = true;
        collector = null;
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

    void clientGone() {
        over = true;
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
