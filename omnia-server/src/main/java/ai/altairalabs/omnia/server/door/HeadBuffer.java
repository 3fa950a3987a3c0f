package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.OctetScan;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where an event loop composes the head of a message. Used for one head at a time. */
final class HeadBuffer {
    private byte[] bytes = new byte[4096];
    private int length;

    HeadBuffer clear() {
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    HeadBuffer put(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    HeadBuffer put(byte[] source) {
        return put(source, 0, source.length);
    }

    /** A number in decimal digits. */
    HeadBuffer put(long number) {
        return text(Long.toString(number));
    }

    /**
     * A header line.
     *
     * @throws IllegalHeaderException when the value cannot stand in a header: nothing that was composed may be sent
     */
    HeadBuffer header(String name, String value) {
        return text(name).put(COLON).text(value).put(CRLF);
    }

    /** Visible ASCII and blanks as they are; anything else would be another header than was meant. */
    HeadBuffer text(String text) {
        byte[] octets =
                text.getBytes(StandardCharsets.UTF_8); // for ASCII a plain copy, where a loop over characters is not
        if (octets.length != text.length() || !OctetScan.isValue(octets)) {
            throw new IllegalHeaderException();
        }
        return put(octets);
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] COLON = {':', ' '};

    /** A text that cannot stand in a header. */
    static final class IllegalHeaderException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        IllegalHeaderException() {
            super("a header has a character that cannot stand there", null, false, false);
        }
    }
}
