package ai.altairalabs.omnia.server.json;

import ai.altairalabs.omnia.core.call.EightOctets;

/** Texts that stand in JSON as they are: most do, and then nobody has to look at them character by character. */
final class PlainText {
    /** Looked at without leaving early, so that the optimizing compiler makes vector instructions of it. */
    private static final int BLOCK = 512;

    private PlainText() {}

    /**
     * Whether the octets that a text was encoded to are ASCII that needs no escape. Half a surrogate pair is encoded as a
     * question mark, so a text that holds one of those is not plain either.
     */
    static boolean isPlain(byte[] octets) {
        int at = 0;
        for (; at + BLOCK <= octets.length; at += BLOCK) {
            if (marks(octets, at, at + BLOCK) != 0) {
                return false;
            }
        }
        int whole = octets.length & -Long.BYTES;
        if (marks(octets, at, whole) != 0) {
            return false;
        }
        for (at = whole; at < octets.length; at++) {
            byte octet = octets[at];
            if (octet < ' ' || octet == '"' || octet == '\\' || octet == 0x7F || octet == '?') {
                return false;
            }
        }
        return true;
    }

    private static long marks(byte[] octets, int from, int to) {
        long marks = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            long eight = EightOctets.at(octets, at);
            marks |= EightOctets.endsText(eight) | EightOctets.equal(eight, 0x7F) | EightOctets.equal(eight, '?');
        }
        return marks;
    }
}
