package ai.altairalabs.omnia.core.manifest;

import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Decodes plain and quoted scalars with the place of each character (YAML 1.2, section 7.3). */
final class FlowScalar {
    private static final String ESCAPES = "0abt\tnvfre \"/\\N_LP";
    private static final String ESCAPED = "\0\u0007\b\t\t\n\u000b\f\r\u001b \"/\\\u0085\u00a0\u2028\u2029";

    private final RawCursor raw;
    private final ScalarTrace trace;
    private final ScalarStyle style;
    /** Blanks before this length were escaped, so a line break does not take them away. */
    private int keep;

    private FlowScalar(Node.Scalar scalar) {
        this.raw = new RawCursor(scalar);
        this.style = scalar.style();
        if (style != ScalarStyle.PLAIN && raw.more()) {
            raw.step();
        }
        this.trace = new ScalarTrace(scalar.raw().document(), raw.line(), raw.column());
    }

    static ScalarTrace trace(Node.Scalar scalar) {
        FlowScalar decoding = new FlowScalar(scalar);
        while (decoding.raw.more() && !decoding.atClosingQuote()) {
            decoding.next();
        }
        return decoding.trace;
    }

    private boolean atClosingQuote() {
        return switch (style) {
            case SINGLE_QUOTED -> raw.peek() == '\'' && raw.peek(1) != '\'';
            case DOUBLE_QUOTED -> raw.peek() == '"';
            default -> false;
        };
    }

    private void next() {
        if (raw.atBreak()) {
            fold();
        } else if (style == ScalarStyle.SINGLE_QUOTED && raw.peek() == '\'') {
            take('\'', 2);
        } else if (style == ScalarStyle.DOUBLE_QUOTED && raw.peek() == '\\') {
            escape();
        } else {
            take(raw.peek(), 1);
        }
    }

    private void take(int codePoint, int width) {
        trace.add(codePoint, raw.line(), raw.column(), width);
        raw.step(width);
    }

    /** One line break is a space; each further one is a line break. */
    private void fold() {
        trace.dropBlanks(keep);
        int line = raw.line();
        int column = raw.column();
        int breaks = skipBreaks();
        if (breaks == 1) {
            trace.add(' ', line, column, 1);
        }
        for (int i = 1; i < breaks; i++) {
            trace.add('\n', line + i, 0, 1);
        }
    }

    private int skipBreaks() {
        int breaks = 0;
        while (raw.atBreak() || raw.atBlank()) {
            if (raw.atBreak()) {
                breaks++;
            }
            raw.step();
        }
        return breaks;
    }

    private void escape() {
        int letter = raw.peek(1);
        int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        int known = letter < 0 ? -1 : ESCAPES.indexOf(letter);
        if (letter == '\n' || letter == '\r') {
            raw.step();
            int breaks = skipBreaks();
            for (int i = 1; i < breaks; i++) {
                trace.add('\n', raw.line(), 0, 1);
            }
        } else if (digits > 0) {
            int point = hex(digits);
            take(Character.isValidCodePoint(point) ? point : '\uFFFD', Math.min(2 + digits, remaining(2 + digits)));
        } else if (known >= 0) {
            take(ESCAPED.charAt(known), 2);
        } else {
            take('\uFFFD', 1);
        }
        keep = trace.length();
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            value = value * 16 + Math.max(Character.digit(raw.peek(2 + i), 16), 0);
        }
        return value;
    }

    private int remaining(int wanted) {
        int count = 0;
        while (count < wanted && raw.peek(count) >= 0) {
            count++;
        }
        return count;
    }
}
