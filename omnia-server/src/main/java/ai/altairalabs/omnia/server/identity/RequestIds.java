package ai.altairalabs.omnia.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that tie records of one request together. They are no secret and prove nothing. */
final class RequestIds {
    private static final int LENGTH = 32;
    private static final int DIGITS_OF_A_LONG = 16;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private RequestIds() {}

    /** A new id: 32 hex digits. */
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] id = new byte[LENGTH];
        for (int at = 0; at < LENGTH; ) {
            long bits = random.nextLong();
            for (int i = 0; i < DIGITS_OF_A_LONG; i++) {
                id[at++] = DIGITS[(int) bits & 15];
                bits >>>= 4;
            }
        }
        return new String(id, StandardCharsets.ISO_8859_1);
    }
}
