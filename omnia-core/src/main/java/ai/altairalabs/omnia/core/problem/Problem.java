package ai.altairalabs.omnia.core.problem;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fault or doubt in a text that an author wrote.
 *
 * @param severity an error keeps the resource out of force; nothing else does
 * @param place where it is
 * @param message what is wrong: lower case, the author's words in backticks, no full stop
 * @param advice what to write instead, in the same style; null where nothing better than the message is known
 */
public record Problem(
        Severity severity,
        Place place,
        String message,
        @Nullable String advice) {
    /** How bad a problem is. */
    public enum Severity {
        /** The resource cannot be used as it stands. */
        ERROR,
        /** The resource works, but probably not as meant. */
        WARNING,
        /** The resource works, perhaps as meant: something that its author may not have thought of. */
        NOTE
    }

    private static final int LONGEST_LINE = 120;

    public Problem {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(place);
        Objects.requireNonNull(message);
    }

    /** An error with advice. */
    public static Problem error(Place place, String message, @Nullable String advice) {
        return new Problem(Severity.ERROR, place, message, advice);
    }

    /** A warning with advice. */
    public static Problem warning(Place place, String message, @Nullable String advice) {
        return new Problem(Severity.WARNING, place, message, advice);
    }

    /** A note with advice. */
    public static Problem note(Place place, String message, @Nullable String advice) {
        return new Problem(Severity.NOTE, place, message, advice);
    }

    /** The first error with its place, and how many more there are, in one line; empty when there is none. */
    public static String first(Collection<Problem> problems) {
        List<Problem> errors = problems.stream().filter(Problem::isError).toList();
        if (errors.isEmpty()) {
            return "";
        }
        String first = errors.getFirst().place() + ": " + errors.getFirst().message();
        return errors.size() == 1 ? first : first + " (and " + (errors.size() - 1) + " more)";
    }

    /** Whether this is an error. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * The problem as an author reads it: place, message, the line with a caret, advice. Ends without a line break.
     *
     * <pre>
     * refund.yaml:9:7: error: unknown field `tolls`
     *       tolls:
     *       ^
     *   write `tools`
     * </pre>
     */
    public String render() {
        StringBuilder out = new StringBuilder()
                .append(place)
                .append(
                        switch (severity) {
                            case ERROR -> ": error: ";
                            case WARNING -> ": warning: ";
                            case NOTE -> ": note: ";
                        })
                .append(message);
        String line = place.source().line(place.line());
        if (!line.isBlank()) {
            out.append('\n').append(excerpt(line));
        }
        if (advice != null) {
            out.append("\n  ").append(advice);
        }
        return out.toString();
    }

    /** The line as it can be shown: without characters that a terminal acts on, and cut around the place if long. */
    private String excerpt(String line) {
        int[] points = line.codePoints().toArray();
        int caret = Math.min(place.column() - 1, points.length);
        int from = points.length <= LONGEST_LINE ? 0 : Math.max(0, caret - LONGEST_LINE / 2);
        int to = Math.min(points.length, from + LONGEST_LINE);
        StringBuilder shown = new StringBuilder(from > 0 ? "…" : "");
        StringBuilder pad = new StringBuilder(from > 0 ? " " : "");
        for (int i = from; i < to; i++) {
            shown.appendCodePoint(isSafe(points[i]) ? points[i] : '\uFFFD');
            if (i < caret) {
                pad.append(points[i] == '\t' ? '\t' : ' ');
            }
        }
        return shown.append(to < points.length ? "…" : "")
                .append('\n')
                .append(pad)
                .append('^')
                .toString();
    }

    private static boolean isSafe(int point) {
        return point == '\t'
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }
}
