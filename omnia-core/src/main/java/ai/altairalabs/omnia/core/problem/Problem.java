package ai.altairalabs.omnia.core.problem;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fault or doubt in a text that an author wrote.
 *
 * @param severity an error keeps the resource out of force; a warning does not
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
        WARNING
    }

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
                .append(severity == Severity.ERROR ? ": error: " : ": warning: ")
                .append(message);
        String line = place.source().line(place.line());
        if (!line.isBlank()) {
            out.append('\n').append(shown(line)).append('\n').append(caret(line));
        }
        if (advice != null) {
            out.append("\n  ").append(advice);
        }
        return out.toString();
    }

    private static String shown(String line) {
        StringBuilder safe = new StringBuilder(line.length());
        line.codePoints().forEach(c -> safe.appendCodePoint(c != '\t' && Character.isISOControl(c) ? '\uFFFD' : c));
        return safe.toString();
    }

    private String caret(String line) {
        StringBuilder pad = new StringBuilder();
        line.codePoints().limit(place.column() - 1L).forEach(c -> pad.append(c == '\t' ? '\t' : ' '));
        return pad.append('^').toString();
    }
}
