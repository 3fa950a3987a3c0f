package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Takes the body of one message out of the octets of a connection (RFC 9112, sections 6 and 7). */
final class BodyReader {
    private static final int MAX_LINE = 4096;
    private static final int MAX_TRAILERS = 16384;

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    private final boolean takesExtensions;
    private State state;
    private long remaining;
    private int trailerOctets;
    private boolean trailers;

    /**
     * A reader of one body.
     *
     * @param takesExtensions whether chunk extensions are dropped; else they are refused
     */
    BodyReader(Framing framing, boolean takesExtensions) {
        this.takesExtensions = takesExtensions;
        switch (framing) {
            case Framing.None _ -> state = State.DONE;
            case Framing.Length length -> {
                remaining = length.octets();
                state = remaining == 0 ? State.DONE : State.LENGTH;
            }
            case Framing.Chunked _ -> state = State.CHUNK_SIZE;
            case Framing.UntilClose _ -> state = State.UNTIL_CLOSE;
        }
    }

    /** Whether the body has been taken whole. */
    boolean done() {
        return state == State.DONE;
    }

    /** Whether the body ends only with the connection. */
    boolean endsWithConnection() {
        return state == State.UNTIL_CLOSE;
    }

    /** Whether header fields came after the body; they are dropped. */
    boolean trailers() {
        return trailers;
    }

    /** Whether the rest of the body is in the buffer, as far as that can be told without taking it. */
    boolean restIsIn(ByteBuf in) {
        return state == State.DONE || (state == State.LENGTH && in.readableBytes() >= remaining);
    }

    /** The next octets of the body, owned by the caller, or null when the body is done or more input is needed. */
    @Nullable
    ByteBuf next(ByteBuf in) throws MalformedMessage {
        while (true) {
            switch (state) {
                case LENGTH, CHUNK, UNTIL_CLOSE -> {
                    return in.isReadable() ? take(in) : null;
                }
                case CHUNK_SIZE -> {
                    if (!readSize(in)) {
                        return null;
                    }
                }
                case CHUNK_END -> {
                    if (in.readableBytes() < 2) {
                        return null;
                    }
                    if (in.readByte() != '\r' || in.readByte() != '\n') {
                        throw new MalformedMessage("a chunk of the body does not end where it should");
                    }
                    state = State.CHUNK_SIZE;
                }
                case TRAILERS -> {
                    if (!readTrailer(in)) {
                        return null;
                    }
                }
                case DONE -> {
                    return null;
                }
            }
        }
    }

    /** Copies what is there of a body of known length, up to a limit. The number of octets; 0 for any other body. */
    int copy(ByteBuf in, byte[] to, int at) {
        int length = (int) Math.min(Math.min(remaining, in.readableBytes()), to.length - at);
        if (state != State.LENGTH || length == 0) {
            return 0;
        }
        in.readBytes(to, at, length);
        remaining -= length;
        if (remaining == 0) {
            state = State.DONE;
        }
        return length;
    }

    /** How long a body of known length still is, as far as it is in the buffer; else 0. */
    int lengthIn(ByteBuf in) {
        return state == State.LENGTH ? (int) Math.min(remaining, in.readableBytes()) : 0;
    }

    private ByteBuf take(ByteBuf in) {
        if (state == State.UNTIL_CLOSE) {
            return in.readRetainedSlice(in.readableBytes());
        }
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        if (remaining == 0) {
            state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
        }
        return in.readRetainedSlice(length);
    }

    private boolean readSize(ByteBuf in) throws MalformedMessage {
        int end = lineEnd(in);
        if (end < 0) {
            return false;
        }
        int at = in.readerIndex();
        long size = 0;
        int digits = 0;
        for (int digit = Character.digit(in.getByte(at), 16);
                digit >= 0;
                digit = Character.digit(in.getByte(++at), 16)) {
            size = size << 4 | digit;
            digits++;
        }
        if (digits == 0 || digits > 15 || (at != end && !(takesExtensions && isExtension(in, at, end)))) {
            throw new MalformedMessage("the size of a chunk is not valid");
        }
        in.readerIndex(end + 2);
        remaining = size;
        state = size == 0 ? State.TRAILERS : State.CHUNK;
        return true;
    }

    private static boolean isExtension(ByteBuf in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = in.getByte(i);
            if ((octet < ' ' && octet != '\t') || octet == 0x7f) {
                return false;
            }
        }
        return in.getByte(from) == ';' || in.getByte(from) == ' ';
    }

    private boolean readTrailer(ByteBuf in) throws MalformedMessage {
        int end = lineEnd(in);
        if (end < 0) {
            return false;
        }
        int length = end - in.readerIndex();
        in.readerIndex(end + 2);
        if (length == 0) {
            state = State.DONE;
            return true;
        }
        trailers = true;
        trailerOctets += length;
        if (trailerOctets > MAX_TRAILERS) {
            throw new MalformedMessage("the trailers are too long");
        }
        return true;
    }

    /** Where the CR of the line's end stands, or -1 when the line is not whole. */
    private static int lineEnd(ByteBuf in) throws MalformedMessage {
        int length = in.bytesBefore((byte) '\n');
        if (length < 0) {
            if (in.readableBytes() > MAX_LINE) {
                throw new MalformedMessage("a line of a chunked body is too long");
            }
            return -1;
        }
        int end = in.readerIndex() + length - 1;
        if (length == 0 || length > MAX_LINE || in.getByte(end) != '\r') {
            throw new MalformedMessage("a line of a chunked body ends other than by CR LF");
        }
        return end;
    }
}
