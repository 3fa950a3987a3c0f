package ai.altairalabs.omnia.core.call;

import java.util.Arrays;

/**
 * Walks over plain JSON, as {@link PlainJson} says what that is, and makes nothing of it. Each method that walks over
 * something is given where it starts, and says where the octet behind it stands, or {@link #FAULT}.
 */
final class JsonWalk {
    /** What stands here is not plain JSON. */
    static final int FAULT = -1;

    /** What follows the last octet: no octet of JSON. */
    static final int END = -1;

    private static final long[] NONE = {};
    private static final int MANY_DIGITS = 15;
    private static final int FEW_NAMES = 16;
    private static final int LOOK_FOR_BLOCKS = 64;
    private static final long LOWER_CASE = 0x2020202020202020L;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final byte[] bytes;
    private final int length;
    private long[] names = NONE;
    private int count;

    /** Over the first so many octets of the array; the others do not count. */
    JsonWalk(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** The octet here, or {@link #END}. */
    int octet(int at) {
        return at < length ? bytes[at] & 0xff : END;
    }

    /** Over white space, if there is some. */
    int blanks(int from) {
        int at = from;
        while (at < length && bytes[at] <= ' ' && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    /** Over a value in which objects and arrays are nested at most this deep. */
    int value(int at, int depth) {
        return switch (octet(at)) {
            case '"' -> text(at);
            case '{' -> depth > 0 ? object(at, depth) : FAULT;
            case '[' -> depth > 0 ? array(at, depth) : FAULT;
            case 't' -> literal(at, "true");
            case 'f' -> literal(at, "false");
            case 'n' -> literal(at, "null");
            default -> number(at);
        };
    }

    private int object(int from, int depth) {
        int outer = names();
        int at = blanks(from + 1);
        if (octet(at) == '}') {
            return at + 1;
        }
        while (true) {
            at = name(at);
            if (at == FAULT) {
                return FAULT;
            }
            at = blanks(at);
            if (octet(at) != ':') {
                return FAULT;
            }
            at = value(blanks(at + 1), depth - 1);
            if (at == FAULT) {
                return FAULT;
            }
            at = blanks(at);
            int mark = octet(at);
            if (mark == '}') {
                return distinctSince(outer) ? at + 1 : FAULT;
            }
            if (mark != ',') {
                return FAULT;
            }
            at = blanks(at + 1);
        }
    }

    private int array(int from, int depth) {
        int at = blanks(from + 1);
        if (octet(at) == ']') {
            return at + 1;
        }
        while (true) {
            at = value(at, depth - 1);
            if (at == FAULT) {
                return FAULT;
            }
            at = blanks(at);
            int mark = octet(at);
            if (mark == ']') {
                return at + 1;
            }
            if (mark != ',') {
                return FAULT;
            }
            at = blanks(at + 1);
        }
    }

    /** Over the name of a field, which is remembered. */
    int name(int at) {
        if (octet(at) != '"') {
            return FAULT;
        }
        int end = text(at);
        if (end == FAULT) {
            return FAULT;
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, Math.max(FEW_NAMES, 2 * count));
        }
        names[count++] = folded(at + 1, end - 1);
        return end;
    }

    /** How many names are remembered: the names of the object that begins here follow. */
    int names() {
        return count;
    }

    /**
     * Whether the names remembered since then differ, and not only in case; they are forgotten. Rarely false without need,
     * when two names have the same number.
     */
    boolean distinctSince(int outer) {
        int end = count;
        count = outer;
        if (end - outer > FEW_NAMES) {
            Arrays.sort(names, outer, end);
            for (int i = outer + 1; i < end; i++) {
                if (names[i] == names[i - 1]) {
                    return false;
                }
            }
            return true;
        }
        for (int i = outer + 1; i < end; i++) {
            for (int j = outer; j < i; j++) {
                if (names[i] == names[j]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A number for a name: the same for names that differ only in case, and for up to eight octets for no others. */
    private long folded(int from, int to) {
        long number = 0;
        int at = from;
        for (; to - at > 8; at += 8) {
            number = (number ^ (EightOctets.at(bytes, at) | LOWER_CASE)) * MIX;
            number ^= number >>> 32;
        }
        long last = 0;
        if (at + 8 <= length && at < to) {
            long known = -1L >>> (8 * (8 - (to - at)));
            last = (EightOctets.at(bytes, at) | LOWER_CASE) & known;
        } else {
            for (int i = to - 1; i >= at; i--) {
                last = last << 8 | bytes[i] | ' ';
            }
        }
        return number ^ last;
    }

    /** Over a text. */
    int text(int quote) {
        int end = endOfText(quote + 1);
        return octet(end) == '"' ? end + 1 : FAULT;
    }

    /** Where the first octet stands that is no plain part of a text. */
    private int endOfText(int from) {
        int end = from;
        for (; end + 8 <= length; end += 8) {
            long marks = EightOctets.endsText(EightOctets.at(bytes, end));
            if (marks != 0) {
                return end + EightOctets.first(marks);
            }
            if (end - from == LOOK_FOR_BLOCKS) {
                end = pastBlocks(end);
            }
        }
        while (end < length && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        return end;
    }

    /** How far the text goes on at least, in whole blocks; at its last eight octets. */
    private int pastBlocks(int from) {
        int end = from;
        while (end + EightOctets.BLOCK <= length && !EightOctets.endsTextInBlock(bytes, end)) {
            end += EightOctets.BLOCK;
        }
        return Math.max(from, end - 8);
    }

    /** Over this word. */
    int literal(int from, String word) {
        if (length - from < word.length()) {
            return FAULT;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return FAULT;
            }
        }
        return from + word.length();
    }

    /** Over a number of few digits, and not a negative zero. */
    int number(int from) {
        boolean negative = octet(from) == '-';
        int start = negative ? from + 1 : from;
        int whole = digits(start);
        boolean zero = octet(start) == '0';
        if (whole == start || (zero && whole - start > 1)) {
            return FAULT;
        }
        int end = whole;
        int digits = whole - start;
        if (octet(whole) == '.') {
            end = digits(whole + 1);
            digits += end - whole - 1;
            if (end == whole + 1) {
                return FAULT;
            }
        }
        if (digits > MANY_DIGITS || isMoreOfANumber(octet(end))) {
            return FAULT;
        }
        return negative && zero && isZero(whole, end) ? FAULT : end;
    }

    private int digits(int from) {
        int end = from;
        while (end < length && bytes[end] >= '0' && bytes[end] <= '9') {
            end++;
        }
        return end;
    }

    private boolean isZero(int point, int end) {
        for (int i = point + 1; i < end; i++) {
            if (bytes[i] != '0') {
                return false;
            }
        }
        return true;
    }

    private static boolean isMoreOfANumber(int octet) {
        return octet == 'e' || octet == 'E' || octet == '.';
    }
}
