package ai.altairalabs.omnia.core.manifest;

import java.util.regex.Pattern;

/** The types of the core schema of YAML 1.2 (section 10.3). */
enum CoreType {
    TEXT("text"),
    NOTHING("nothing"),
    BOOLEAN("a boolean"),
    INTEGER("a number"),
    DECIMAL("a decimal number");

    private static final Pattern INTEGERS = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMALS = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    /** Longer text is no number that anybody wrote on purpose; it keeps the patterns from long work. */
    private static final int LONGEST_NUMBER = 400;

    private final String what;

    CoreType(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }

    /** The type of a plain scalar. */
    static CoreType of(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NOTHING;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> BOOLEAN;
            default -> number(text);
        };
    }

    private static CoreType number(String text) {
        char first = text.charAt(0);
        if (text.length() > LONGEST_NUMBER || !((first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0)) {
            return TEXT;
        }
        if (INTEGERS.matcher(text).matches()) {
            return INTEGER;
        }
        return DECIMALS.matcher(text).matches() ? DECIMAL : TEXT;
    }
}
