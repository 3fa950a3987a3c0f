package ai.altairalabs.omnia.server.json;

import ai.altairalabs.omnia.core.call.HeaderText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON objects, one a line, as UTF-8, into a buffer that is used again and again. What is written is always
 * well-formed: half a surrogate pair becomes U+FFFD, and control characters and U+2028/2029 are escaped, so that no reader and
 * no terminal is led astray. Not safe for use by several threads.
 */
public final class JsonLines {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int KEEP_AT_MOST = 64 * 1024;
    private static final double EXACT = 1L << 53;

    /** So many characters are made room for at once: a long text is seldom escaped from its start to its end. */
    private static final int SPELT_AT_ONCE = 512;

    private byte[] bytes = new byte[1024];
    private int length;
    private int count;
    private boolean comma;
    private int limit = Integer.MAX_VALUE;

    /** Forgets all lines. */
    public JsonLines clear() {
        if (bytes.length > KEEP_AT_MOST) {
            bytes = new byte[1024];
        }
        length = 0;
        count = 0;
        return this;
    }

    /** Begins an object on a new line. */
    public JsonLines begin() {
        comma = false;
        put('{');
        return this;
    }

    /** Ends the object and the line. */
    public JsonLines end() {
        put('}');
        put('\n');
        count++;
        return this;
    }

    /** The buffer: the first {@link #length()} bytes count. */
    public byte[] buffer() {
        return bytes;
    }

    /** How much of the buffer is written, in bytes. */
    public int length() {
        return length;
    }

    /** How many lines were ended. */
    public int count() {
        return count;
    }

    /** A copy of what is written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** A text. */
    public JsonLines field(String name, String value) {
        name(name);
        string(value);
        return this;
    }

    /** A text, unless it is empty. */
    public JsonLines fieldUnlessEmpty(String name, String value) {
        return value.isEmpty() ? this : field(name, value);
    }

    /** A whole number. */
    public JsonLines field(String name, long value) {
        name(name);
        ascii(Long.toString(value));
        return this;
    }

    /** True or false. */
    public JsonLines field(String name, boolean value) {
        name(name);
        ascii(value ? "true" : "false");
        return this;
    }

    /**
     * A value with all that is in it: maps, collections, texts, numbers, booleans; anything else is written as null.
     *
     * @param masked names whose values are written as {@code "***"}, at any depth
     * @param maxBytes how long the value may become
     * @return false: it is longer, and nothing was written
     */
    public boolean tree(String name, Object value, Predicate<String> masked, int maxBytes) {
        int before = length;
        boolean commaBefore = comma;
        name(name);
        limit = length + maxBytes;
        boolean fits = value(value, masked);
        limit = Integer.MAX_VALUE;
        if (!fits) {
            length = before;
            comma = commaBefore;
        }
        return fits;
    }

    private boolean value(@Nullable Object value, Predicate<String> masked) {
        switch (value) {
            case String text -> {
                if (!fits(text)) {
                    return false;
                }
                string(text);
            }
            case Boolean bool -> ascii(bool.toString());
            case Map<?, ?> map -> {
                if (!object(map, masked)) {
                    return false;
                }
            }
            case Collection<?> items -> {
                if (!array(items, masked)) {
                    return false;
                }
            }
            case Number number -> number(number);
            case null, default -> ascii("null");
        }
        return length <= limit;
    }

    /** Whether there is any hope: no text becomes shorter than it has characters. */
    private boolean fits(String text) {
        return text.length() <= limit - length;
    }

    private boolean object(Map<?, ?> map, Predicate<String> masked) {
        put('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                put(',');
            }
            first = false;
            String name = String.valueOf(entry.getKey());
            if (!fits(name)) {
                return false;
            }
            string(name);
            put(':');
            if (masked.test(name)) {
                ascii("\"***\"");
            } else if (!value(entry.getValue(), masked)) {
                return false;
            }
        }
        put('}');
        return true;
    }

    private boolean array(Collection<?> items, Predicate<String> masked) {
        put('[');
        boolean first = true;
        for (Object item : items) {
            if (!first) {
                put(',');
            }
            first = false;
            if (!value(item, masked)) {
                return false;
            }
        }
        put(']');
        return true;
    }

    private void number(Number number) {
        if (number instanceof Double floating && Math.abs(floating) < EXACT && floating == Math.rint(floating)) {
            ascii(Long.toString(floating.longValue()));
            return;
        }
        String text = number instanceof Double || number instanceof Float
                ? Double.isFinite(number.doubleValue()) ? number.toString() : "null"
                : HeaderText.ofScalar(number);
        ascii(text == null ? "null" : text);
    }

    private void name(String name) {
        if (comma) {
            put(',');
        }
        comma = true;
        string(name);
        put(':');
    }

    /** A text of ASCII. */
    private void ascii(String text) {
        put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void string(String text) {
        byte[] octets =
                text.getBytes(StandardCharsets.UTF_8); // for ASCII a plain copy, where a loop over characters is not
        put('"');
        if (octets.length == text.length() && PlainText.isPlain(octets)) {
            put(octets);
        } else {
            spell(text);
        }
        put('"');
    }

    /** Character by character. */
    private void spell(String text) {
        int chars = text.length();
        for (int i = 0; i < chars; ) {
            // The longest that a char can become is an escape of six bytes.
            room(SPELT_AT_ONCE * 6L);
            i = spell(text, i, Math.min(chars, i + SPELT_AT_ONCE - 1));
        }
    }

    /** From one character to another, and one more when a pair begins before it and ends behind it. Where it came to. */
    private int spell(String text, int from, int to) {
        byte[] out = bytes;
        int at = length;
        int i = from;
        for (; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7F) {
                if (c == '"' || c == '\\') {
                    out[at++] = '\\';
                }
                out[at++] = (byte) c;
            } else if (c < 0x20 || c <= 0x9F || c == '\u2028' || c == '\u2029') {
                at = escape(out, at, c);
            } else if (c < 0x800) {
                out[at++] = (byte) (0xC0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out[at++] = (byte) (0xF0 | (point >> 18));
                out[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                out[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                int point = Character.isSurrogate(c) ? 0xFFFD : c;
                out[at++] = (byte) (0xE0 | (point >> 12));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                out[at++] = (byte) (0x80 | (point & 0x3F));
            }
        }
        length = at;
        return i;
    }

    private static int escape(byte[] out, int start, char c) {
        int at = start;
        out[at++] = '\\';
        switch (c) {
            case '\n' -> out[at++] = 'n';
            case '\r' -> out[at++] = 'r';
            case '\t' -> out[at++] = 't';
            default -> {
                out[at++] = 'u';
                out[at++] = HEX[c >> 12];
                out[at++] = HEX[(c >> 8) & 0xF];
                out[at++] = HEX[(c >> 4) & 0xF];
                out[at++] = HEX[c & 0xF];
            }
        }
        return at;
    }

    private void put(char c) {
        room(1);
        bytes[length++] = (byte) c;
    }

    private void put(byte[] octets) {
        room(octets.length);
        System.arraycopy(octets, 0, bytes, length, octets.length);
        length += octets.length;
    }

    private void room(long count) {
        long needed = length + count;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("a text is too long to be written");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 2L)));
        }
    }
}
