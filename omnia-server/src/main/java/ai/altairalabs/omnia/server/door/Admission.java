package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.BodyGate;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.BodyUse;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Enforcement;
import ai.altairalabs.omnia.core.decision.Obligation;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.audit.AuditEvent;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.audit.Refused;
import ai.altairalabs.omnia.server.http.HeaderName;
import ai.altairalabs.omnia.server.http.RequestHead;
import ai.altairalabs.omnia.server.identity.Authentication;
import ai.altairalabs.omnia.server.identity.Caller;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import ai.altairalabs.omnia.server.metrics.ToolMeters;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request at a door, from its head to what becomes of it: who calls which tool, and may they. Every kind of door goes
 * this way; how it waits, where the body comes from and what an answer is are the door's own.
 */
abstract class Admission {
    private static final Body STREAMED = new Body.Streamed();
    private static final Body ABSENT = new Body.Absent();
    private static final byte[] NOTHING = {};
    private static final ToolIdentity UNKNOWN = new ToolIdentity.Unknown();

    /** A caller who was verified this long ago, in nanoseconds, is verified again before the call is decided. */
    private static final long VERIFIED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The request. */
    final RequestHead head;

    private final DecisionParts parts;
    private final CallHeaders headers;
    private final long began;
    private PolicySet policies;
    private Tools tools;
    private long verified;
    private @Nullable Body read;
    private @Nullable Answer unlessAudited;
    private @Nullable Caller caller;
    private @Nullable ToolMeters meters;
    private ToolIdentity tool = UNKNOWN;
    private Tools.@Nullable Facts facts;
    private String recordId = "";

    /**
     * Begins with a request's head.
     *
     * @param began when, by {@link System#nanoTime}
     */
    Admission(DecisionParts parts, RequestHead head, long began) {
        this.parts = parts;
        this.began = began;
        this.head = head;
        this.policies = parts.policies().current();
        this.tools = parts.tools(policies);
        this.headers = new CallHeaders(head);
    }

    /** An id for logs. */
    abstract String newId();

    /** Goes on with {@link #act} when it is known who calls; null: that went wrong. */
    abstract void await(CompletableFuture<Authentication> outcome);

    /** A policy reads the body: leads to one of the ways to decide, or to {@link #answer}. */
    abstract void readBody();

    /**
     * The call may go through, with these headers after these obligations.
     *
     * @param id of its record; null: there is none
     */
    abstract void permit(List<Obligation> obligations, WrittenHeaders written, @Nullable String id);

    /** The call ends here. */
    abstract void answer(Answer answer);

    /** A policy refused the call. Comes on any thread, after the record was written; must not block. */
    abstract void refuse(Answer answer);

    /** Begins: the head has been read, the body has not. */
    final void begin() {
        if (parts.policies().ready()) {
            act(parts.authenticator().authenticate(headers.sent(), policies));
        } else {
            answer(Answer.notReady());
        }
    }

    final void act(@Nullable Authentication authentication) {
        switch (authentication) {
            case Authentication.Accepted accepted -> identify(accepted.caller());
            case Authentication.Rejected rejected -> answer(Answer.unauthenticated(rejected.message()));
            case Authentication.Malformed malformed -> answer(Answer.malformed(malformed.message()));
            case Authentication.Overloaded _ -> answer(Answer.overloaded());
            case Authentication.Pending pending -> await(pending.outcome());
            case null -> answer(Answer.internal());
        }
    }

    private void identify(Caller caller) {
        this.caller = caller;
        verified = System.nanoTime();
        tool = tools.resolve(
                head.method(),
                head.path(),
                headers.sent().get(OmniaHeaders.TOOL_NAME),
                headers.sent().get(OmniaHeaders.TOOL_REGISTRY));
        meters = parts.metrics().of(tool);
        Tools.Facts known = tools.facts(tool);
        facts = known;
        if (read != null) {
            decide(read);
        } else if (known.body() != BodyUse.UNREAD) {
            readBody();
        } else {
            decide(head.hasBody() ? STREAMED : ABSENT);
        }
    }

    /**
     * Decides on the whole body: these octets and no others may be passed on. They are read until {@link #permit}, {@link
     * #refuse} or {@link #answer} is called, and not after.
     *
     * @param bytes begins with the body
     * @param length how many octets of it are the body
     * @param unlessAudited the answer in place of a decision, unless only policies in audit mode read the body; null: none
     */
    final void decideOn(byte[] bytes, int length, @Nullable Answer unlessAudited) {
        conclude(
                BodyGate.read(
                        headers.endToEnd(HeaderName.CONTENT_TYPE),
                        headers.endToEnd(HeaderName.CONTENT_ENCODING),
                        bytes,
                        length),
                unlessAudited);
    }

    /** Decides on a request without a body. */
    final void decideOnNoBody() {
        if (BodyGate.takesBody(head.method())) {
            decideOn(NOTHING, 0, null);
        } else {
            decide(ABSENT);
        }
    }

    /**
     * The body cannot be read, and what is forwarded is not what was evaluated: refused with this answer, unless only policies
     * in audit mode read it, which refuse nothing.
     *
     * @param reason for the audit record
     */
    final void passUnread(Answer answer, String reason) {
        conclude(new Body.Unreadable(reason), answer);
    }

    /** The same of a body that is longer than what is read. */
    final void passTooLong() {
        passUnread(Answer.tooLarge(maxBodyBytes()), "the body is longer than " + maxBodyBytes() + " bytes");
    }

    /** What has come of the body stays known when policies or caller have to be looked up again. */
    private void conclude(Body body, @Nullable Answer instead) {
        read = body;
        unlessAudited = instead;
        decide(body);
    }

    /**
     * Decides on this body, which a policy reads unless it is {@link Body.Streamed}. A client may take its time with a body: by
     * then other policies may be in force, or its token may have expired, and what counts is what holds now.
     */
    final void decide(Body body) {
        long started = System.nanoTime();
        if (started - verified > VERIFIED_NANOS || policies != parts.policies().current()) {
            beginAgain();
            return;
        }
        Answer instead = unlessAudited;
        if (instead != null && (facts == null || facts.body() == BodyUse.ENFORCED)) {
            answer(instead);
            return;
        }
        // Nothing holds the body while the tool answers.
        read = null;
        Caller known = Objects.requireNonNull(caller);
        Instant time = Instant.now();
        String namespace = parts.settings().namespace();
        String requestId = known.requestId().isEmpty() ? newId() : known.requestId();
        WrittenHeaders written = WrittenHeaders.of(known, namespace, requestId, tool);
        ToolCall call = new ToolCall(
                new ToolCall.Agent(known.agent(), namespace),
                tool,
                known.identity(),
                headers.seen(written),
                head.query(),
                body,
                known.session(),
                new ToolCall.Request(requestId, head.method(), head.path(), time));
        Decision decision = policies.decide(call);
        long nanos = System.nanoTime() - started;
        if (meters != null) {
            meters.decided(decision, nanos);
        }
        switch (decision.enforcement()) {
            case Enforcement.Permit permit -> {
                String id = null;
                if (AuditLog.isRecorded(decision)) {
                    id = newId();
                    recordId = id;
                    parts.audit().write(event(call, decision, id, nanos));
                }
                permit(permit.obligations(), written, id);
            }
            case Enforcement.Refuse refusal -> {
                String id = newId();
                Answer answer = Answer.denied(refusal.rule(), refusal.message(), id);
                parts.audit().writeThen(event(call, decision, id, nanos), () -> refuse(answer));
            }
        }
    }

    private void beginAgain() {
        policies = parts.policies().current();
        tools = parts.tools(policies);
        begin();
    }

    private AuditEvent event(ToolCall call, Decision decision, String id, long nanos) {
        return new AuditEvent(id, call, policies, decision, headers.traceId(), TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** What is known of the request by now, for the record of a refusal. */
    final Refused.Request known() {
        Caller who = caller;
        return new Refused.Request(
                head.method(),
                head.path(),
                recordId,
                parts.settings().namespace(),
                who == null ? "" : who.agent(),
                tool.registryName(),
                tool.toolName(),
                who == null ? "" : who.identity().subject(),
                who == null ? "" : who.session(),
                who == null ? "" : who.requestId(),
                headers.traceId());
    }

    /** How long the tool may take to answer, in nanoseconds. */
    final long answerNanos(long otherwise) {
        return facts == null || facts.answerNanos() == 0 ? otherwise : facts.answerNanos();
    }

    /** The longest body that is read. */
    final int maxBodyBytes() {
        return parts.settings().maxBodyBytes();
    }

    /** The answer has been given, or nobody is there to take it. */
    final void ended(long now) {
        if (meters != null) {
            meters.answered(now - began);
        }
    }
}
