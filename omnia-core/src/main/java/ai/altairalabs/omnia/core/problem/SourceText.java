package ai.altairalabs.omnia.core.problem;

import java.util.Objects;

/**
 * A text that an author wrote, and the name under which the author knows it.
 *
 * @param name the path as the author gave it, or {@code <stdin>}
 * @param text the whole text
 */
public record SourceText(String name, String text) {
    public SourceText {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
    }

    /** The line with this number, from 1, without its line end; empty beyond the last line. */
    public String line(int number) {
        int start = 0;
        for (int i = 1; i < number; i++) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                return "";
            }
            start = end + 1;
        }
        int end = text.indexOf('\n', start);
        String line = end < 0 ? text.substring(start) : text.substring(start, end);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
