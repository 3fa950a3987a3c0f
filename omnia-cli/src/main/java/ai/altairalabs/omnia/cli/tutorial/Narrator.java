package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.Style;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what is done and why, and counts the checks that held and that did not. */
final class Narrator {
    private static final String INDENT = "  ";
    private static final String DETAIL = "            ";

    private final PrintWriter out;
    private final Style style;
    private int held;
    private int failed;

    Narrator(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    int held() {
        return held;
    }

    int failed() {
        return failed;
    }

    /** A heading. */
    void step(String title) {
        out.println();
        out.println(style.strong(title));
        out.flush();
    }

    /** Plain sentences, a line each. */
    void say(String text) {
        text.lines().forEach(line -> out.println(line.isEmpty() ? "" : INDENT + line));
        out.flush();
    }

    /** A command as a user would type it, and what it printed. */
    void command(String command, String output) {
        out.println(INDENT + style.strong("$ " + command));
        output.lines().forEach(line -> out.println(INDENT + style.faint(line)));
        out.flush();
    }

    /** Checks that something is exactly as expected. */
    void same(String claim, @Nullable Object expected, @Nullable Object actual) {
        check(claim, Objects.equals(expected, actual), String.valueOf(expected), String.valueOf(actual));
    }

    /** Checks that a text contains another. */
    void contains(String claim, String part, String whole) {
        check(claim, whole.contains(part), "a text with `" + part + "`", whole);
    }

    private void check(String claim, boolean holds, String expected, String actual) {
        if (holds) {
            held++;
            out.println(INDENT + style.good("ok") + "      " + claim);
        } else {
            failed++;
            out.println(INDENT + style.bad("FAILED") + "  " + claim);
            detail("expected", expected);
            detail("actual  ", actual);
        }
        out.flush();
    }

    private void detail(String what, String text) {
        if (text.lines().count() <= 1) {
            out.println(DETAIL + what + ": " + text);
            return;
        }
        out.println(DETAIL + what + ":");
        text.lines().forEach(line -> out.println(DETAIL + INDENT + line));
    }
}
