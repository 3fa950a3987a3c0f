package ai.altairalabs.omnia.core.manifest;

/** Walks over the raw characters of a scalar and knows the line and the column of each, both from 0. */
final class RawCursor {
    private final int[] points;
    private final int end;
    private int index;
    private int line;
    private int column;

    /** Begins at the scalar's first character, behind an anchor before it. */
    RawCursor(Node.Scalar scalar) {
        this.points = scalar.raw().document().text().codePoints().toArray();
        this.end = Math.min(scalar.raw().end(), points.length);
        this.line = scalar.place().line() - 1 - scalar.raw().document().offset();
        this.column = scalar.place().column() - 1;
        this.index = scalar.raw().start();
        if (peek() == '&') {
            while (more() && !isBlankOrBreak(peek())) {
                step();
            }
            while (more() && isBlankOrBreak(peek())) {
                step();
            }
        }
    }

    private static boolean isBlankOrBreak(int point) {
        return point == ' ' || point == '\t' || point == '\n' || point == '\r';
    }

    boolean more() {
        return index < end;
    }

    /** The character here; -1 behind the last. */
    int peek() {
        return peek(0);
    }

    /** The character so many further on; -1 behind the last. */
    int peek(int ahead) {
        return index + ahead < end ? points[index + ahead] : -1;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    boolean atBreak() {
        return peek() == '\n' || (peek() == '\r' && peek(1) == '\n');
    }

    boolean atBlank() {
        return peek() == ' ' || peek() == '\t';
    }

    /** Goes one character on; a line break of two characters is one. */
    void step() {
        if (peek() == '\r' && peek(1) == '\n') {
            index++;
        }
        if (peek() == '\n') {
            line++;
            column = 0;
        } else {
            column++;
        }
        index++;
    }

    void step(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }
}
