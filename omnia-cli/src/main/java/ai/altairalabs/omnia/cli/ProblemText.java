package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Problem.Severity;
import java.io.PrintWriter;
import java.util.List;

/** Problems of manifests, for people. */
final class ProblemText {
    private ProblemText() {}

    /** Each problem, with an empty line behind it. */
    static void print(PrintWriter out, List<Problem> problems, Style style) {
        for (Problem problem : problems) {
            out.println(coloured(problem, style));
            out.println();
        }
    }

    /** {@code 3 errors, 1 warning, 2 notes in 2 files}. */
    static String summary(List<Problem> problems, int files, Style style) {
        long errors = count(problems, Severity.ERROR);
        long warnings = count(problems, Severity.WARNING);
        long notes = count(problems, Severity.NOTE);
        String more = (warnings == 0 ? "" : ", " + Count.of(warnings, "warning"))
                + (notes == 0 ? "" : ", " + Count.of(notes, "note"));
        String where = " in " + Count.of(files, "file");
        if (errors == 0) {
            return style.good((warnings == 0 ? "no faults" : "no errors") + more) + where;
        }
        return style.bad(Count.of(errors, "error") + more) + where;
    }

    private static long count(List<Problem> problems, Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .count();
    }

    private static String coloured(Problem problem, Style style) {
        String text = problem.render();
        return switch (problem.severity()) {
            case ERROR -> text.replaceFirst(": error: ", ": " + style.bad("error:") + " ");
            case WARNING -> text.replaceFirst(": warning: ", ": " + style.strong("warning:") + " ");
            case NOTE -> text;
        };
    }
}
