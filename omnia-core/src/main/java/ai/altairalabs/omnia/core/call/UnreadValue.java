package ai.altairalabs.omnia.core.call;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A value of a body, still as the octets that it came as: they have been walked over and are plain JSON. It is read when a rule
 * or a record asks for it, and most are never asked for.
 */
final class UnreadValue {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private @Nullable Object value;

    /** Keeps the body: nobody may change it as long as somebody has the value. */
    UnreadValue(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** The value. Any thread may ask: at worst two read the same. */
    Object read() {
        Object known = value;
        if (known == null) {
            known = bytes[from] == '"'
                    ? new String(bytes, from + 1, to - from - 2, StandardCharsets.ISO_8859_1)
                    : PlainJson.value(bytes, from, to);
            value = known;
        }
        return known;
    }
}
