package ai.altairalabs.omnia.server.door;

import org.jspecify.annotations.Nullable;

/**
 * Arrays for the bodies of one event loop, to be used again: where the body before was written to is still in a cache, and
 * memory that nobody has touched for a while is not. Used by that loop's thread alone.
 */
final class SpareArrays {
    /** Shorter ones are not worth it. */
    private static final int SHORTEST = 1024;

    /** Longer ones are seldom needed, and would be held for good. */
    private static final int LONGEST = 65536;

    private final byte[] @Nullable [] spare = new byte[placeOf(LONGEST) + 1][];

    /**
     * How long an array for so many octets is, at least 1: up to twice as long where it may be used again, so that who keeps it
     * after all does not keep much more than the body; else as long.
     */
    static int lengthFor(int octets) {
        return octets <= SHORTEST / 2 || octets > LONGEST ? octets : Math.max(SHORTEST, nextPowerOfTwo(octets));
    }

    /** An array of this length. What stands in it may be of another body. */
    byte[] take(int length) {
        if (isUsedAgain(length)) {
            int place = placeOf(length);
            byte[] known = spare[place];
            if (known != null) {
                spare[place] = null;
                return known;
            }
        }
        return new byte[length];
    }

    /** Nobody has this array any more, nor anything that is read from it only when somebody asks. */
    void giveBack(byte[] array) {
        if (isUsedAgain(array.length)) {
            spare[placeOf(array.length)] = array;
        }
    }

    private static boolean isUsedAgain(int length) {
        return length >= SHORTEST && length <= LONGEST && Integer.bitCount(length) == 1;
    }

    private static int nextPowerOfTwo(int octets) {
        return Integer.highestOneBit(octets - 1) << 1;
    }

    private static int placeOf(int length) {
        return Integer.numberOfTrailingZeros(length / SHORTEST);
    }
}
