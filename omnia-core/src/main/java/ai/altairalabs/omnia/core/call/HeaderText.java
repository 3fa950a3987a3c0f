package ai.altairalabs.omnia.core.call;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Texts that may stand in a header field (RFC 9110, section 5). */
public final class HeaderText {
    /** How long a value may be that this product writes, in characters. */
    public static final int MAX_VALUE_LENGTH = 8192;

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c : "!#$%&'*+-.^_`|~0123456789".toCharArray()) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 'a' + 'A'] = true;
        }
    }

    private HeaderText() {}

    /** Whether the text is a legal field name: a token, not empty. */
    public static boolean isName(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return true;
    }

    /** Whether two field names are the same without regard to case (RFC 9110, section 5.1). */
    public static boolean isSameName(String one, String other) {
        int length = one.length();
        // Many names begin alike and are equally long: two letters from their ends tell most of them apart.
        return length == other.length()
                && (length == 0
                        || (isSameLetter(one.charAt(length - 1), other.charAt(length - 1))
                                && isSameLetter(one.charAt(length * 3 / 4), other.charAt(length * 3 / 4))
                                && one.equalsIgnoreCase(other)));
    }

    /** False when they differ in more than case; true may be wrong for what is no letter. */
    private static boolean isSameLetter(char one, char other) {
        return ((one ^ other) & ~0x20) == 0;
    }

    /**
     * Whether the text can be written as a field value and be read back the same: visible ASCII with single spaces or tabs
     * inside, not at the ends, at most {@link #MAX_VALUE_LENGTH} long. Text beyond ASCII has no agreed encoding in a
     * header, so it is not legal.
     */
    public static boolean isValue(String text) {
        int length = text.length();
        if (length > MAX_VALUE_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\t') || c > 0x7E) {
                return false;
            }
        }
        return length == 0 || (text.charAt(0) > ' ' && text.charAt(length - 1) > ' ');
    }

    /**
     * A scalar as text, or null when the value is no scalar. Numbers stay readable: {@code 1000000}, never {@code 1e+06};
     * a number that is not finite is no scalar.
     */
    public static @Nullable String ofScalar(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean bool -> bool.toString();
            case Double number -> ofDouble(number);
            case Float number -> ofDouble(number.doubleValue());
            case BigDecimal number -> plain(number);
            case Number number -> number.toString();
            case null, default -> null;
        };
    }

    private static @Nullable String ofDouble(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return null;
        }
        if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            return Long.toString((long) number);
        }
        return plain(BigDecimal.valueOf(number));
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        // A short literal such as 1e999999999 must not grow into a gigabyte of zeros.
        return Math.abs((long) stripped.scale()) > 400 ? number.toString() : stripped.toPlainString();
    }
}
