package ai.altairalabs.omnia.server.identity;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Ids that tie records of one request together. They are no secret and prove nothing. */
final class RequestIds {
    private static final int MAX_LENGTH = 128;

    private RequestIds() {}

    /** A new id: 32 hex digits. */
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /** What the caller sent, if it is a short token of {@code A-Za-z0-9._:-}; else null. */
    static @Nullable String legal(@Nullable String sent) {
        if (sent == null || sent.isEmpty() || sent.length() > MAX_LENGTH) {
            return null;
        }
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            boolean letterOrDigit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!letterOrDigit && c != '.' && c != '_' && c != ':' && c != '-') {
                return null;
            }
        }
        return sent;
    }
}
