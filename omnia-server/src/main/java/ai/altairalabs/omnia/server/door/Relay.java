package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.http.RequestHead;
import ai.altairalabs.omnia.server.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A permitted call between a client and the tool: the request there, the answer back, each as fast as the other side. */
final class Relay {
    private static final long NEVER = Long.MAX_VALUE;

    private final DoorParts door;
    private final DoorLoop loop;
    private final ClientConnection client;
    private final RequestHead head;
    private final BodyReader requestBody;
    private final boolean chunksRequest;
    private final long answerNanos;
    private @Nullable ByteBuf message;
    private @Nullable UpstreamConnection upstream;
    private @Nullable ForwardedAnswer answer;
    private boolean requestSent;
    private boolean retried;
    private boolean paused;
    private boolean over;
    private long deadline = NEVER;

    /**
     * A call that may go through.
     *
     * @param message the request as the tool gets it, as far as it is there; owned by the relay
     * @param requestBody what is still to come of the request
     * @param answerNanos how long the tool may let the call wait
     */
    Relay(
            DoorParts door,
            DoorLoop loop,
            ClientConnection client,
            RequestHead head,
            ByteBuf message,
            BodyReader requestBody,
            long answerNanos) {
        this.door = door;
        this.loop = loop;
        this.client = client;
        this.head = head;
        this.message = message;
        this.requestBody = requestBody;
        this.chunksRequest = head.framing() instanceof Framing.Chunked;
        this.answerNanos = answerNanos;
    }

    void start() {
        requestSent = requestBody.done();
        loop.pool().acquire(this);
    }

    /** Goes on from outside of the client's own events. */
    void run(Runnable action) {
        client.run(action);
    }

    /** Something went wrong inside of the door. */
    void fault(Throwable cause) {
        client.fault(cause);
    }

    /** Whether nothing more is to be done for the call. */
    boolean over() {
        return over;
    }

    /** Whether the whole request is on its way to the tool. */
    boolean requestSent() {
        return requestSent && upstream != null;
    }

    /** Whether the call is a HEAD request. */
    boolean answersHead() {
        return head.method().equals("HEAD");
    }

    /** A connection to the tool is there. */
    void connected(UpstreamConnection connection, boolean used) {
        ByteBuf first = message;
        if (first == null) {
            throw new IllegalStateException("a request is sent once");
        }
        upstream = connection;
        // A connection that was used before may be closing just now. Only what may safely come twice is sent again.
        message = used && requestSent && isSafe() ? first.retainedDuplicate() : null;
        connection.begin(this);
        waitForTool();
        connection.write(first);
        connection.flush();
        if (!requestSent) {
            waitForClient();
            client.process();
        }
    }

    /** GET, HEAD and OPTIONS do nothing, whatever else they return (RFC 9110, section 9.2.1). */
    private boolean isSafe() {
        return switch (head.method()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    private void waitForTool() {
        // A tool that is not listened to is not waited for.
        deadline = paused ? NEVER : loop.now() + answerNanos;
    }

    private void waitForClient() {
        if (paused) {
            // It is to take in the answer: what it still sends does not prolong that.
            return;
        }
        if (wantsInput()) {
            client.waitUntil(door.settings().timeouts().requestBody().toNanos());
        } else {
            // All of the request is there, or it is the tool that does not take it in.
            client.waitForever();
        }
    }

    /** Whether the request's body is still being read. */
    boolean takesInput() {
        return !requestSent;
    }

    /** Whether more of the request's body is welcome now. */
    boolean wantsInput() {
        return !requestSent && upstream != null && upstream.isWritable();
    }

    /** Passes on what is there of the request's body. False when nothing could be done. */
    boolean consume(ByteBuf in) throws MalformedMessage {
        UpstreamConnection to = upstream;
        if (over || requestSent || to == null) {
            return false;
        }
        boolean progress = false;
        while (to.isWritable()) {
            ByteBuf piece = requestBody.next(in);
            if (piece == null) {
                break;
            }
            progress = true;
            if (chunksRequest) {
                Chunks.write(piece, client.channel().alloc(), to::write);
            } else {
                to.write(piece);
            }
        }
        if (requestBody.done()) {
            if (chunksRequest) {
                to.write(Chunks.last());
            }
            requestSent = true;
            progress = true;
        }
        if (progress) {
            waitForClient();
            waitForTool();
            to.flush();
        }
        return progress && !over;
    }

    void upstreamWritable() {
        if (requestSent) {
            return;
        }
        waitForClient();
        if (wantsInput()) {
            waitForTool();
            client.process();
        }
    }

    /** The tool announces its answer. The door has said {@code 100 Continue} itself. */
    void interim(ResponseHead interim) {
        if (interim.status() != 100 && head.http11()) {
            ForwardedAnswer.writeInterim(interim, client.channel(), loop.heads());
            pauseTool();
        }
    }

    /** The answer begins; so many octets of its body are there already. */
    void answerHead(ResponseHead answered, int available) {
        releaseMessage();
        waitForTool();
        boolean keep = head.keepsAlive() && requestSent && !door.draining();
        answer = new ForwardedAnswer(answered, head.http11(), keep, client.channel(), loop.heads(), available);
    }

    void answerBody(ByteBuf piece) {
        if (answer == null) {
            piece.release();
            return;
        }
        deadline = NEVER;
        answer.body(piece);
        if (client.channel().isWritable()) {
            waitForTool();
        } else {
            answer.flush();
            pauseTool();
        }
    }

    /** What has come so far goes out. */
    void flushAnswer() {
        if (answer != null) {
            answer.flush();
        }
    }

    /** The answer has come whole. */
    void answerDone() {
        if (over || answer == null) {
            return;
        }
        over = true;
        upstream = null;
        deadline = NEVER;
        answer.end();
        client.waitForever();
        client.finished(answer.keepsClient());
    }

    void clientWritable(boolean writable) {
        if (over || upstream == null) {
            return;
        }
        if (!writable) {
            pauseTool();
        } else if (paused) {
            paused = false;
            waitForClient();
            waitForTool();
            upstream.read(true);
        }
    }

    /** The tool says no more while the client does not take in what it has said. */
    private void pauseTool() {
        if (upstream != null && !client.channel().isWritable()) {
            paused = true;
            deadline = NEVER;
            upstream.read(false);
            client.waitUntil(door.settings().timeouts().clientWrite().toNanos());
        }
    }

    /**
     * The tool closed the connection before its answer had ended.
     *
     * @param silent whether it had said nothing at all
     */
    void upstreamClosed(boolean silent) {
        upstream = null;
        if (over) {
            return;
        }
        if (silent && message != null && !retried) {
            retried = true;
            loop.pool().acquireNew(this);
        } else {
            fail(Answer.unreachable("the tool closed the connection before it had answered"));
        }
    }

    /** The call ends here: with this answer, or with a cut connection when the tool's own answer has begun. */
    void fail(Answer instead) {
        if (over) {
            return;
        }
        over = true;
        deadline = NEVER;
        boolean keep = head.keepsAlive() && requestSent;
        release();
        if (answer == null) {
            client.waitForever();
            client.answer(instead, keep, answersHead());
        } else {
            client.refused(instead.halfway());
            answer.flush();
            client.abort(answer.endsWithConnection());
        }
    }

    void clientGone() {
        over = true;
        deadline = NEVER;
        release();
        if (answer != null) {
            answer.release();
        }
    }

    void clientTimedOut() {
        if (answer == null && !requestSent) {
            fail(Answer.requestTimeout());
            return;
        }
        // The tool has the whole request: it is the client that does not take in what the tool says.
        over = true;
        release();
        if (answer != null) {
            answer.release();
        }
        client.abort(true);
    }

    void tick(long now) {
        boolean waitsForClient = !requestSent && answer == null && (upstream == null || upstream.isWritable());
        if (deadline != NEVER && now - deadline > 0 && !waitsForClient) {
            fail(Answer.upstreamTimeout());
        }
    }

    private void release() {
        releaseMessage();
        if (upstream != null) {
            UpstreamConnection dropped = upstream;
            upstream = null;
            dropped.drop();
        }
    }

    private void releaseMessage() {
        if (message != null) {
            message.release();
            message = null;
        }
    }
}
