package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * One document of a YAML stream, cut out before it is parsed: a line that begins with {@code ---} ends a document
 * whatever stands before it, so a fault in one document leaves the others readable.
 *
 * @param source the whole text
 * @param text the lines of this document, with the markers before and behind it
 * @param offset how many lines of the whole text stand before them
 * @param marker the line of its {@code ---} in the whole text, from 1; 0: it has none
 * @param lastLine its last line in the whole text that is neither blank nor an end marker
 */
record YamlDocument(SourceText source, String text, int offset, int marker, int lastLine) {
    /** The place of a line and a column of this document, both from 0. */
    Place place(int line, int column) {
        return new Place(source, offset + line + 1, column + 1);
    }

    /** The lines of the manifest whose root begins at this line: the marker's own only when content stands there. */
    Document.Lines lines(int rootLine) {
        int first = marker > 0 && marker == rootLine ? rootLine : Math.max(marker, offset) + 1;
        return new Document.Lines(first, Math.max(first, lastLine), false);
    }

    /** The documents of a text, empty ones included. */
    static List<YamlDocument> split(SourceText source) {
        List<YamlDocument> documents = new ArrayList<>();
        Cut cut = new Cut(source, 0, 0);
        String text = source.text();
        int number = 0;
        for (int start = 0; start < text.length(); number++) {
            int lineFeed = text.indexOf('\n', start);
            int end = lineFeed < 0 ? text.length() : lineFeed + 1;
            String line = text.substring(start, end).stripTrailing();
            if (isMarker(line, "---") && !cut.onlyPreamble) {
                documents.add(cut.upTo(start));
                cut = new Cut(source, start, number);
            }
            cut.take(line, number + 1);
            if (isMarker(line, "...")) {
                documents.add(cut.upTo(end));
                cut = new Cut(source, end, number + 1);
            }
            start = end;
        }
        documents.add(cut.upTo(text.length()));
        return documents;
    }

    private static boolean isMarker(String line, String marker) {
        return line.startsWith(marker)
                && (line.length() == marker.length() || Character.isWhitespace(line.charAt(marker.length())));
    }

    /** The document that is being cut. */
    private static final class Cut {
        private final SourceText source;
        private final int start;
        private final int offset;
        private boolean onlyPreamble = true;
        private int marker;
        private int lastLine;

        Cut(SourceText source, int start, int offset) {
            this.source = source;
            this.start = start;
            this.offset = offset;
            this.lastLine = offset + 1;
        }

        void take(String line, int number) {
            boolean preamble = line.isEmpty()
                    || line.startsWith("%")
                    || line.stripLeading().startsWith("#");
            if (isMarker(line, "---") && marker == 0) {
                marker = number;
            }
            onlyPreamble &= preamble;
            if (!line.isEmpty() && !isMarker(line, "...")) {
                lastLine = number;
            }
        }

        YamlDocument upTo(int end) {
            return new YamlDocument(source, source.text().substring(start, end), offset, marker, lastLine);
        }
    }
}
