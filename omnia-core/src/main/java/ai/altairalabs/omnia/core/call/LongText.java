package ai.altairalabs.omnia.core.call;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A long text of a body, still as the octets it came as, all of them ASCII. It becomes a String when a rule or a record asks
 * for it, and most are never asked for.
 */
final class LongText {
    private final byte[] octets;
    private final int from;
    private final int length;
    private @Nullable String text;

    /** Keeps the array: nobody may change it. */
    LongText(byte[] octets, int from, int length) {
        this.octets = octets;
        this.from = from;
        this.length = length;
    }

    /** The text. Any thread may ask: at worst two make the same String. */
    String read() {
        String known = text;
        if (known == null) {
            known = new String(octets, from, length, StandardCharsets.ISO_8859_1);
            text = known;
        }
        return known;
    }
}
