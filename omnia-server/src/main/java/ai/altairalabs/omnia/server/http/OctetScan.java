package ai.altairalabs.omnia.server.http;

import ai.altairalabs.omnia.core.call.EightOctets;

/** Walks over octets eight at a time: most octets of a head are only looked at to find where something ends. */
public final class OctetScan {
    private OctetScan() {}

    /** Where the first line feed from this place on stands; {@code to} when there is none before it. */
    static int lineFeed(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long found = EightOctets.equal(EightOctets.at(bytes, at), '\n');
            if (found != 0) {
                return at + EightOctets.first(found);
            }
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Whether all of these octets can stand in a field's value. */
    public static boolean isValue(byte[] octets) {
        return endOfValue(octets, 0, octets.length) == octets.length;
    }

    /** Where the first octet from this place on stands that cannot be in a field's value; {@code to}: none before it. */
    static int endOfValue(byte[] bytes, int from, int to) {
        int at = from;
        while (at + 8 <= to) {
            long eight = EightOctets.at(bytes, at);
            long suspects = EightOctets.below(eight, ' ') | EightOctets.equal(eight, 0x7f);
            if (suspects == 0) {
                at += 8;
                continue;
            }
            at += EightOctets.first(suspects);
            if (!HttpSyntax.isFieldValue(bytes[at])) {
                return at;
            }
            at++;
        }
        while (at < to && HttpSyntax.isFieldValue(bytes[at])) {
            at++;
        }
        return at;
    }
}
