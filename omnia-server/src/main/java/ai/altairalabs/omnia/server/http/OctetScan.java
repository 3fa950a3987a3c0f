package ai.altairalabs.omnia.server.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Walks over octets eight at a time: most octets of a head are only looked at to find where something ends. */
public final class OctetScan {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private OctetScan() {}

    /** Where the first line feed from this place on stands; {@code to} when there is none before it. */
    static int lineFeed(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long found = zeros((long) EIGHT.get(bytes, at) ^ ONES * '\n');
            if (found != 0) {
                return at + first(found);
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
            long eight = (long) EIGHT.get(bytes, at);
            // Of each eight the first mark is right, whatever borrows do to those behind it.
            long suspects = below(eight, ' ') | zeros(eight ^ ONES * 0x7f);
            if (suspects == 0) {
                at += 8;
                continue;
            }
            at += first(suspects);
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

    /** Marks the high bit of octets that are zero. */
    private static long zeros(long eight) {
        return below(eight, 1);
    }

    /** Marks the high bit of octets that are smaller than this one, which is 128 at most. */
    private static long below(long eight, int octet) {
        return eight - ONES * octet & ~eight & HIGH_BITS;
    }

    private static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
