package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import java.util.ArrayList;
import java.util.List;

/** A text that grows together with the place of each of its code points. */
final class ScalarTrace {
    private final YamlDocument document;
    private final StringBuilder text = new StringBuilder();
    private final List<Position> positions = new ArrayList<>();
    private Position end;

    ScalarTrace(YamlDocument document, int line, int column) {
        this.document = document;
        this.end = new Position(line, column);
    }

    /** Adds a code point that stands at this line and column of the document, both from 0, and takes so many columns. */
    void add(int codePoint, int line, int column, int width) {
        text.appendCodePoint(codePoint);
        positions.add(new Position(line, column));
        end = new Position(line, column + width);
    }

    /** Takes back the last characters: blanks before a line break do not count. */
    void dropBlanks(int keep) {
        while (text.length() > keep && " \t".indexOf(text.charAt(text.length() - 1)) >= 0) {
            text.setLength(text.length() - 1);
            positions.removeLast();
        }
    }

    int length() {
        return text.length();
    }

    String text() {
        return text.toString();
    }

    /** The place of the code point with this number, from 0; behind the last one: where the text ends. */
    Place at(int index) {
        Position position = index < positions.size() ? positions.get(index) : end;
        return document.place(position.line, position.column);
    }

    private record Position(int line, int column) {}
}
