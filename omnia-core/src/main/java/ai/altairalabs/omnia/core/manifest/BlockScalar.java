package ai.altairalabs.omnia.core.manifest;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * Finds the place of each character of a literal or folded scalar (YAML 1.2, section 8.1). The value is walked beside
 * the raw lines: what the lines have more at their beginning is indentation.
 */
final class BlockScalar {
    private final String value;
    private final ScalarTrace trace;
    private final List<Line> lines = new ArrayList<>();

    private BlockScalar(Node.Scalar scalar) {
        this.value = scalar.text();
        RawCursor raw = new RawCursor(scalar);
        while (raw.more() && !raw.atBreak()) {
            raw.step();
        }
        raw.step();
        this.trace = new ScalarTrace(scalar.raw().document(), raw.line(), 0);
        while (raw.more()) {
            int number = raw.line();
            StringBuilder line = new StringBuilder();
            while (raw.more() && !raw.atBreak()) {
                line.appendCodePoint(raw.peek());
                raw.step();
            }
            raw.step();
            lines.add(new Line(number, line.toString()));
        }
    }

    static ScalarTrace trace(Node.Scalar scalar) {
        BlockScalar block = new BlockScalar(scalar);
        int indent = block.indent();
        if (scalar.style() == ScalarStyle.LITERAL) {
            block.literal(indent);
        } else {
            block.folded(indent);
        }
        return block.trace;
    }

    /** How many columns of each line are indentation: the first line with content has so many more than the value. */
    private int indent() {
        for (Line line : lines) {
            if (!line.text.isBlank()) {
                String first = value.lines()
                        .filter(each -> !each.isBlank())
                        .findFirst()
                        .orElse("");
                return Math.max(0, blanks(line.text) - blanks(first));
            }
        }
        return 0;
    }

    private static int blanks(String line) {
        int count = 0;
        while (count < line.length() && line.charAt(count) == ' ') {
            count++;
        }
        return count;
    }

    private void literal(int indent) {
        for (Line line : lines) {
            content(line, indent);
            if (trace.length() < value.length()) {
                trace.add('\n', line.number, line.width(), 1);
            }
        }
    }

    /** Between two lines the value has a space, line breaks or, behind the last one, nothing. */
    private void folded(int indent) {
        for (Line line : lines) {
            String content = line.from(indent);
            if (content.isEmpty() || !value.startsWith(content, trace.length())) {
                continue;
            }
            content(line, indent);
            for (int at = trace.length(); at < value.length() && isJoint(at); at++) {
                trace.add(value.charAt(at), line.number, line.width(), 1);
            }
        }
    }

    private boolean isJoint(int at) {
        return value.charAt(at) == '\n' || (value.charAt(at) == ' ' && value.charAt(at - 1) != '\n');
    }

    private void content(Line line, int indent) {
        int column = indent;
        for (int point : line.from(indent).codePoints().toArray()) {
            trace.add(point, line.number, column++, 1);
        }
    }

    private record Line(int number, String text) {
        String from(int indent) {
            return text.length() <= indent ? "" : text.substring(indent);
        }

        int width() {
            return text.codePointCount(0, text.length());
        }
    }
}
