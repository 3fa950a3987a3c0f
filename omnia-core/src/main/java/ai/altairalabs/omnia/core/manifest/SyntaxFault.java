package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Text that is no YAML, in words for people who do not know how a parser works. */
final class SyntaxFault {
    private final Place at;
    /** Where the construct began that the fault is in. */
    private final Place began;

    private final String before;
    private final String here;

    private SyntaxFault(YamlDocument document, MarkedYamlEngineException e) {
        this.at = withinDocument(document, place(document, e.getProblemMark(), document.place(0, 0)));
        this.began = place(document, e.getContextMark(), at);
        String line = at.source().line(at.line());
        int column = line.offsetByCodePoints(0, Math.min(at.column() - 1, line.codePointCount(0, line.length())));
        this.before = line.substring(0, column);
        this.here = line.substring(column);
    }

    private static Place place(YamlDocument document, Optional<Mark> mark, Place otherwise) {
        return mark.map(m -> document.place(m.getLine(), m.getColumn())).orElse(otherwise);
    }

    /** The end of the document's last line, for what the parser only noticed behind it. */
    private static Place withinDocument(YamlDocument document, Place place) {
        if (place.line() <= document.lastLine()) {
            return place;
        }
        String last = document.source().line(document.lastLine());
        return new Place(document.source(), document.lastLine(), last.codePointCount(0, last.length()) + 1);
    }

    /** The problem that the parser's complaint stands for. */
    static Problem of(YamlDocument document, MarkedYamlEngineException e) {
        SyntaxFault fault = new SyntaxFault(document, e);
        String problem = e.getProblem() == null ? "" : e.getProblem().strip();
        String context = e.getContext() == null ? "" : e.getContext().strip();
        return fault.explain(problem, context);
    }

    private Problem explain(String problem, String context) {
        if (problem.contains("cannot start any token")) {
            return badStart();
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return badColon();
        }
        if (problem.startsWith("could not find expected ':'")) {
            return Problem.error(
                    began, "there is no `:` in this line", "write `NAME: VALUE`, or quote text of several lines");
        }
        if (problem.startsWith("sequence entries are not allowed")) {
            return Problem.error(at, "a list cannot begin behind a field's name", "begin it in the next line");
        }
        if (context.contains("quoted scalar") && problem.contains("end of stream")) {
            return Problem.error(began, "this quote is never closed", "add the closing quote");
        }
        if (context.contains("flow sequence")) {
            return Problem.error(began, "this `[` is never closed, or a `,` is missing behind it", "close it with `]`");
        }
        if (context.contains("flow mapping")) {
            return Problem.error(began, "this `{` is never closed, or a `,` is missing behind it", "close it with `}`");
        }
        if (problem.startsWith("expected <block end>")) {
            return badEnd();
        }
        Problem escape = badEscape(problem);
        return escape != null ? escape : rare(problem, context);
    }

    /** A character that begins nothing. */
    private Problem badStart() {
        if (here.startsWith("\t")) {
            return before.isBlank()
                    ? Problem.error(at, "a tab indents this line", "indent with spaces")
                    : Problem.error(at, "a tab stands where a space should", "write a space");
        }
        String character = here.isEmpty() ? "" : here.substring(0, here.offsetByCodePoints(0, 1));
        return Problem.error(at, "a value cannot begin with " + Words.quote(character), "put the value in quotes");
    }

    private Problem badColon() {
        if (before.contains(": ")) {
            return Problem.error(at, "a second `:` in this line", "put the value in quotes");
        }
        String above = above();
        if (!above.contains(":")) {
            return Problem.error(lineStart(), "the line above has no `:`", "write `NAME: VALUE` there");
        }
        return Problem.error(
                lineStart(),
                "this line is indented deeper than the one above, which has its value",
                "indent both alike");
    }

    private Place lineStart() {
        return new Place(
                at.source(), at.line(), before.length() - before.stripLeading().length() + 1);
    }

    /** The last line before this one that is not blank. */
    private String above() {
        for (int line = at.line() - 1; line > 0; line--) {
            String text = at.source().line(line);
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    private Problem badEnd() {
        String done = before.stripTrailing();
        boolean closed = !done.isEmpty() && "'\"]}".indexOf(done.charAt(done.length() - 1)) >= 0;
        if (closed) {
            return Problem.error(at, "text behind a value that has ended", "put the whole value in quotes");
        }
        return Problem.error(
                at, "the indentation of this line fits none of the lines above", "indent it like its neighbours");
    }

    private @Nullable Problem badEscape(String problem) {
        if (!problem.contains("escape")) {
            return null;
        }
        return Problem.error(
                at,
                "no such escape in a double-quoted text",
                "write `\\\\` for a backslash, or use single quotes, where a backslash is itself");
    }

    private Problem rare(String problem, String context) {
        if (context.contains("block scalar")) {
            return problem.contains("leading empty lines")
                    ? Problem.error(at, "the blank lines above are indented deeper than this line", "indent all alike")
                    : Problem.error(
                            at,
                            "nothing but `-`, `+` and a digit may follow `|` and `>`",
                            "begin the text in the next line");
        }
        if (problem.startsWith("expected '<document start>'")) {
            return Problem.error(at, "text behind the end of the document", "put `---` before the next document");
        }
        if (problem.startsWith("expected the node content")) {
            return Problem.error(at, "a value is missing here", "write the value, or put it in quotes");
        }
        if (problem.contains("tag handle") || context.contains("tag")) {
            return Problem.error(began, "a value that begins with `!` is a tag", "put the value in quotes");
        }
        if (context.contains("alias") || context.contains("anchor")) {
            return Problem.error(began, "a value cannot begin with a lone `*` or `&`", "put the value in quotes");
        }
        if (context.contains("directive") || problem.contains("directive")) {
            return Problem.error(at, "this line is no directive", "remove it");
        }
        return Problem.error(at, cleaned(problem), null);
    }

    /** The parser's own words, without its jargon. */
    private static String cleaned(String problem) {
        String plain =
                problem.replaceAll("\\(\\d+\\)|<|>", "").replaceAll("\\s+", " ").strip();
        return "this is no YAML" + (plain.isEmpty() ? "" : ": " + plain.toLowerCase(Locale.ROOT));
    }
}
