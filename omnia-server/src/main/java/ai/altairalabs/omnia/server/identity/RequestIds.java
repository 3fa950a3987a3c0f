package ai.altairalabs.omnia.server.identity;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that tie records of one request together. They are no secret and prove nothing. */
final class RequestIds {
    private RequestIds() {}

    /** A new id: 32 hex digits. */
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
