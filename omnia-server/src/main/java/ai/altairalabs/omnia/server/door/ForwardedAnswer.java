package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.Fields;
import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.HeaderName;
import ai.altairalabs.omnia.server.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The tool's answer on its way to the client: unchanged but for what is about one connection only. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive, where it is handled
final class ForwardedAnswer {
    private static final byte[] VERSION = "HTTP/1.1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int COPIED = 8192;

    private final Channel client;
    private final boolean chunks;
    private final boolean endsWithConnection;
    private final boolean keepsClient;
    private @Nullable ByteBuf pending;
    private boolean written;

    /**
     * Begins the answer.
     *
     * @param http11 whether the client speaks HTTP/1.1 and so can be sent chunks
     * @param keep whether the client's connection is to be kept, if the answer's end can be told without closing it
     * @param available how many octets of the body are there already
     */
    ForwardedAnswer(ResponseHead answer, boolean http11, boolean keep, Channel client, HeadBuffer out, int available) {
        this.client = client;
        boolean chunked = answer.framing() instanceof Framing.Chunked;
        this.chunks = chunked && http11;
        this.endsWithConnection = answer.framing() instanceof Framing.UntilClose || (chunked && !http11);
        this.keepsClient = keep && !endsWithConnection;
        compose(answer, out);
        if (chunks) {
            out.put(CHUNKED);
        }
        if (!keepsClient) {
            out.put(CLOSE);
        }
        out.put(HeadBuffer.CRLF);
        int copied = available > COPIED ? 0 : available;
        pending = client.alloc().directBuffer(out.length() + copied + 32);
        out.writeTo(pending);
    }

    /** Writes an answer that only announces another. */
    static void writeInterim(ResponseHead interim, Channel client, HeadBuffer out) {
        compose(interim, out);
        out.put(HeadBuffer.CRLF);
        ByteBuf octets = client.alloc().directBuffer(out.length());
        out.writeTo(octets);
        client.writeAndFlush(octets, client.voidPromise());
    }

    private static void compose(ResponseHead answer, HeadBuffer out) {
        Fields fields = answer.fields();
        byte[] bytes = answer.bytes();
        out.clear().put(VERSION).put(bytes, answer.statusStart(), answer.fieldsStart());
        boolean noLength = answer.status() < 200 || answer.status() == 204;
        int run = -1;
        for (int i = 0; i < fields.count(); i++) {
            boolean travels = !answer.hopByHop(i) && !(noLength && fields.known(i) == HeaderName.CONTENT_LENGTH);
            if (travels && run < 0) {
                run = fields.lineStart(i);
            } else if (!travels && run >= 0) {
                out.put(bytes, run, fields.lineStart(i));
                run = -1;
            }
        }
        if (run >= 0) {
            out.put(bytes, run, bytes.length - 2);
        }
    }

    /** Takes over the next octets of the body. Small ones wait for {@link #flush} together. */
    void body(ByteBuf piece) {
        int length = piece.readableBytes();
        if (pending != null && pending.maxFastWritableBytes() >= Chunks.lengthOf(length)) {
            if (chunks) {
                Chunks.copy(piece, pending);
            } else {
                pending.writeBytes(piece);
                piece.release();
            }
            return;
        }
        writePending();
        if (chunks) {
            Chunks.write(piece, client.alloc(), this::write);
        } else {
            write(piece);
        }
    }

    private void write(ByteBuf octets) {
        written = true;
        client.write(octets, client.voidPromise());
    }

    private void writePending() {
        if (pending != null) {
            ByteBuf octets = pending;
            pending = null;
            write(octets);
        }
    }

    /** What has been taken over goes out now. */
    void flush() {
        writePending();
        if (written) {
            written = false;
            client.flush();
        }
    }

    /** The body has ended. */
    void end() {
        if (chunks && !Chunks.putLast(pending)) {
            writePending();
            write(Chunks.last());
        }
        flush();
    }

    /** Nobody is there to take it. */
    void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    /** Whether the client's connection can carry another request after this answer. */
    boolean keepsClient() {
        return keepsClient;
    }

    /** Whether the client can tell the answer's end only by the connection's. */
    boolean endsWithConnection() {
        return endsWithConnection;
    }
}
