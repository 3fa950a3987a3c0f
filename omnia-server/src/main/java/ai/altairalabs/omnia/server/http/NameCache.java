package ai.altairalabs.omnia.server.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts of field names that were seen lately. Requests of one agent carry the same names again and again; of names that share
 * a place the last one stays. Threads may lose each other's entries, which only costs making the text again.
 */
final class NameCache {
    private static final int PLACES = 512;
    private static final int LONGEST = 64;
    private static final @Nullable String[] NAMES = new String[PLACES];

    private NameCache() {}

    /** The octets from one place to another as text; the hash is that of {@link HeaderName#hash}. */
    static String text(byte[] bytes, int from, int to, int hash) {
        int length = to - from;
        int place = (hash ^ hash >>> 9 ^ hash >>> 18) & PLACES - 1;
        String known = NAMES[place];
        if (known != null && known.length() == length && matches(known, bytes, from)) {
            return known;
        }
        String name = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        if (length <= LONGEST) {
            NAMES[place] = name;
        }
        return name;
    }

    private static boolean matches(String name, byte[] bytes, int from) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != (char) (bytes[from + i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
