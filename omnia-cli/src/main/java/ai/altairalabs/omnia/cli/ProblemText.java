package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.core.problem.Problem;
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

    /** {@code 3 errors, 1 warning in 2 files}. */
    static String summary(List<Problem> problems, int files, Style style) {
        long errors = problems.stream().filter(Problem::isError).count();
        long warnings = problems.size() - errors;
        String where = " in " + Count.of(files, "file");
        if (errors == 0) {
            String text = warnings == 0 ? "no faults" : "no errors, " + Count.of(warnings, "warning");
            return style.good(text) + where;
        }
        return style.bad(Count.of(errors, "error") + (warnings == 0 ? "" : ", " + Count.of(warnings, "warning")))
                + where;
    }

    private static String coloured(Problem problem, Style style) {
        String text = problem.render();
        return problem.isError()
                ? text.replaceFirst(": error: ", ": " + style.bad("error:") + " ")
                : text.replaceFirst(": warning: ", ": " + style.strong("warning:") + " ");
    }
}
