package ai.altairalabs.omnia.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts of field names that were seen lately. Requests of one agent carry the same names again and again; of names that share
 * a place the last one stays. Threads may lose each other's entries, which only costs making the text again.
 */
final class NameCache {
    private static final int PLACES = 512;
    private static final int LONGEST = 64;
    private static final @Nullable Name[] NAMES = new Name[PLACES];

    private NameCache() {}

    /** A text and its octets; nobody changes them. */
    private static final class Name {
        private final String text;
        private final byte[] octets;

        Name(String text, byte[] octets) {
            this.text = text;
            this.octets = octets;
        }
    }

    /** The octets from one place to another as text; the hash is that of {@link HeaderName#hash}. */
    static String text(byte[] bytes, int from, int to, int hash) {
        int place = (hash ^ hash >>> 9 ^ hash >>> 18) & PLACES - 1;
        Name known = NAMES[place];
        if (known != null && Arrays.equals(known.octets, 0, known.octets.length, bytes, from, to)) {
            return known.text;
        }
        byte[] octets = Arrays.copyOfRange(bytes, from, to);
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (octets.length <= LONGEST) {
            NAMES[place] = new Name(text, octets);
        }
        return text;
    }
}
