package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in our words where the parser stopped, and what to write where another language's words stand. */
final class SyntaxMessages {
    private static final Pattern UNEXPECTED = Pattern.compile(
            "(?:mismatched input|extraneous input|no viable alternative at input) '(.*?)'(?: expecting .*)?",
            Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);
    private static final Pattern RESERVED = Pattern.compile("reserved identifier: (.*)", Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile("missing '(.*?)' at '(.*)'", Pattern.DOTALL);

    /** The last word, or the last signs, of what was read. */
    private static final Pattern LAST = Pattern.compile("(?s).*?([A-Za-z0-9_]+|[^A-Za-z0-9_\\s]+)\\s*");

    private static final Pattern NOT = Pattern.compile("(?is).*\\b(not\\s+)");

    /** What other languages write where CEL has something else. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("and", "write `&&`"),
            Map.entry("or", "write `||`"),
            Map.entry("not", "write `!`"),
            Map.entry("&", "write `&&`"),
            Map.entry("|", "write `||`"),
            Map.entry("=", "write `==`"),
            Map.entry("==", "write `==`"),
            Map.entry("!==", "write `!=`"),
            Map.entry("===", "write `==`"),
            Map.entry("<>", "write `!=`"),
            Map.entry("=>", "write `>=`"),
            Map.entry("=<", "write `<=`"),
            Map.entry("is", "write `==`"),
            Map.entry("??", "write `.orValue(…)` behind an optional field, as in `body.?amount.orValue(0.0)`"),
            Map.entry("if", "write the condition alone, or `condition ? this : that`"),
            Map.entry("then", "write `condition ? this : that`"),
            Map.entry("else", "write `condition ? this : that`"),
            Map.entry("let", "write `cel.bind(name, value, expression)`"),
            Map.entry("for", "write a macro, such as `body.items.exists(item, item.price > 10.0)`"),
            Map.entry("like", "write `.contains(…)` or `.matches(…)` behind the value"),
            Map.entry("contains", "write `.contains(…)` behind the value"),
            Map.entry("matches", "write `.matches(…)` behind the value"),
            Map.entry("startsWith", "write `.startsWith(…)` behind the value"),
            Map.entry("endsWith", "write `.endsWith(…)` behind the value"),
            Map.entry(",", "write a list in `[…]`, and a number with a point"),
            Map.entry(";", "an expression has no end mark: leave it out"),
            Map.entry("#", "an expression has no remarks but those behind `//`"));

    private SyntaxMessages() {}

    /** Whether the message is about an input that the parser could do nothing with. */
    static boolean isUnexpected(String message) {
        return UNEXPECTED.matcher(message).matches();
    }

    /** A problem for a message of the parser; null: it is none of the parser's. */
    static @Nullable Problem problem(Spot spot, String message) {
        Matcher missing = MISSING.matcher(message);
        if (missing.matches()) {
            String where = missing.group(2).equals("<EOF>") ? "at the end" : "before " + Words.quote(missing.group(2));
            String sign = Words.quote(missing.group(1));
            return Problem.error(spot.place(), "missing " + sign + " " + where, "add " + sign);
        }
        Matcher reserved = RESERVED.matcher(message);
        if (reserved.matches()) {
            return unexpected(spot, reserved.group(1));
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return unknownSign(spot, token.group(1).strip());
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (!unexpected.matches()) {
            return null;
        }
        if (unexpected.group(1).equals("<EOF>")) {
            Matcher last = LAST.matcher(spot.before());
            return Problem.error(
                    spot.place(),
                    "the expression ends too early",
                    last.matches()
                            ? "write what is missing behind " + Words.quote(last.group(1))
                            : "write a condition");
        }
        Matcher not = NOT.matcher(spot.before());
        return not.matches()
                ? unexpected(spot.back(not.group(1).length()), not.group(1).strip())
                : unexpected(spot, unexpected.group(1));
    }

    private static Problem unexpected(Spot spot, String found) {
        // What stands before belongs to it where the parser took the first of two signs for an operator.
        String signs = found.matches("[=<>?]") ? spot.before().replaceFirst("(?s).*?([!=<>?]*)$", "$1") + found : found;
        boolean several = signs.length() > found.length() && ELSEWHERE.containsKey(signs);
        String shown = several ? signs : found;
        String advice = ELSEWHERE.getOrDefault(shown, ELSEWHERE.get(shown.toLowerCase(Locale.ROOT)));
        return Problem.error(
                spot.back(shown.length() - found.length()).place(),
                "unexpected " + Words.quote(shown),
                advice == null ? "put an operator between two values, such as `&&` or `==`, or leave it out" : advice);
    }

    /** What the parser knows no word for. */
    private static Problem unknownSign(Spot spot, String found) {
        if (found.startsWith("'") || found.startsWith("\"")) {
            return Problem.error(
                    spot.place(),
                    "the text that begins here has no end",
                    "end it with " + Words.quote(found.substring(0, 1)));
        }
        return unexpected(spot, found);
    }
}
