package ai.altairalabs.omnia.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes parts from an input, from its start on. An input that is too short gives zeros and empty texts. */
public final class Draw {
    private final byte[] bytes;
    private int at;

    /** Draws from these octets. */
    public Draw(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The next octet, 0 to 255. */
    public int octet() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /** The octets up to the next one that is 0xFF, which no UTF-8 has, as text. */
    public String text() {
        int start = at;
        while (at < bytes.length && bytes[at] != (byte) 0xff) {
            at++;
        }
        String text = utf16(Arrays.copyOfRange(bytes, start, at));
        at = Math.min(bytes.length, at + 1);
        return text;
    }

    /** All octets that are left. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        at = bytes.length;
        return rest;
    }

    /** UTF-8; an octet that belongs to none becomes half a surrogate pair, since texts can hold such. */
    private static String utf16(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8).replace('\uFFFD', '\uD83D');
    }
}
