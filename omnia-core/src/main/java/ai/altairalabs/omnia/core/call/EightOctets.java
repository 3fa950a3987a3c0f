package ai.altairalabs.omnia.core.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight octets in one long, the first in the lowest bits, to look at together. Most octets of a message are only looked at to
 * find where something ends. What is found is marked in the octet's highest bit; of several marks only the first is to be
 * trusted, because a subtraction may borrow from the octets behind it.
 */
public final class EightOctets {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** How many octets are looked at together where there are many. */
    static final int BLOCK = 512;

    private EightOctets() {}

    /** The octets from this place on, of which there must be eight. */
    public static long at(byte[] octets, int from) {
        return (long) EIGHT.get(octets, from);
    }

    /** Marks octets that are smaller than this one, which is 128 at most. */
    public static long below(long eight, int octet) {
        return eight - ONES * octet & ~eight & HIGH_BITS;
    }

    /** Marks octets that are this one. */
    public static long equal(long eight, int octet) {
        return below(eight ^ ONES * octet, 1);
    }

    /** Marks octets from 128 on: those that are no ASCII. */
    public static long high(long eight) {
        return eight & HIGH_BITS;
    }

    /**
     * Marks octets that are no plain part of a JSON text: controls, quotation marks, backslashes and what is no ASCII. The
     * same as the others together, in half as many steps: an octet from 128 on is marked in any case.
     */
    public static long endsText(long eight) {
        return (eight | eight - ONES * ' ' | (eight ^ ONES * '"') - ONES | (eight ^ ONES * '\\') - ONES) & HIGH_BITS;
    }

    /**
     * Marks what {@link #endsText} marks, somewhere in a {@link #BLOCK}, without saying where. Nothing in the loop leaves it
     * early, so that the optimizing compiler makes vector instructions of it.
     */
    static boolean endsTextInBlock(byte[] octets, int from) {
        long marks = 0;
        for (int at = from; at < from + BLOCK; at += Long.BYTES) {
            marks |= endsText(at(octets, at));
        }
        return marks != 0;
    }

    /** Which octet, from 0, is the first that is marked; there must be one. */
    public static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
