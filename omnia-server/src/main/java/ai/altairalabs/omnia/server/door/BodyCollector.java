package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.MalformedMessage;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a body that a policy reads. What it holds grows with what has arrived, not with what was announced. */
final class BodyCollector {
    private static final byte[] NOTHING = {};

    private final int limit;
    private byte[] bytes = NOTHING;
    private int length;

    BodyCollector(int limit) {
        this.limit = limit;
    }

    /** Takes what is there. False when the body is longer than the limit. */
    boolean collect(BodyReader body, ByteBuf in) throws MalformedMessage {
        int there = body.lengthIn(in);
        if (length == 0 && there > 0 && there <= limit && body.restIsIn(in)) {
            bytes = new byte[there];
            length = body.copy(in, bytes, 0);
            return true;
        }
        for (ByteBuf piece = body.next(in); piece != null; piece = body.next(in)) {
            try {
                int more = piece.readableBytes();
                if (more > limit - length) {
                    return false;
                }
                if (more > bytes.length - length) {
                    boolean whole = body.done();
                    int capacity = whole ? length + more : (int) Math.min(limit, 2L * (length + more));
                    bytes = Arrays.copyOf(bytes, capacity);
                }
                piece.readBytes(bytes, length, more);
                length += more;
            } finally {
                piece.release();
            }
        }
        return true;
    }

    /** The whole body. */
    byte[] bytes() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
