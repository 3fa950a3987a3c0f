package ai.altairalabs.omnia.server.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the chunked coding (RFC 9112, section 7.1). */
final class Chunks {
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int MAX_OVERHEAD = 12;

    private Chunks() {}

    /** Writes one chunk of at least one octet, which it takes over. */
    static void write(ByteBuf piece, ByteBufAllocator allocator, Consumer<ByteBuf> to) {
        ByteBuf size = allocator.directBuffer(MAX_OVERHEAD);
        putSize(piece.readableBytes(), size);
        to.accept(size);
        to.accept(piece);
        to.accept(Unpooled.wrappedBuffer(CRLF));
    }

    /** Copies one chunk of at least one octet, which it takes over. */
    static void copy(ByteBuf piece, ByteBuf into) {
        putSize(piece.readableBytes(), into);
        into.writeBytes(piece).writeBytes(CRLF);
        piece.release();
    }

    /** How many octets a chunk of this size takes at most. */
    static int lengthOf(int octets) {
        return octets + MAX_OVERHEAD;
    }

    /** Writes the end of the body there when there is room. */
    static boolean putLast(@Nullable ByteBuf into) {
        if (into == null || into.maxFastWritableBytes() < LAST.length) {
            return false;
        }
        into.writeBytes(LAST);
        return true;
    }

    static ByteBuf last() {
        return Unpooled.wrappedBuffer(LAST);
    }

    private static void putSize(int octets, ByteBuf into) {
        into.writeCharSequence(Integer.toHexString(octets), StandardCharsets.US_ASCII);
        into.writeBytes(CRLF);
    }
}
