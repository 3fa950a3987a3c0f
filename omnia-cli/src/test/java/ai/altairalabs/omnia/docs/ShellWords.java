package ai.altairalabs.omnia.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the calls of the executable in shell lines, and takes them apart as a shell does. */
final class ShellWords {
    private static final Pattern CALL = Pattern.compile("(?:^|\\$\\()\\./omnia(?:[ ]+(.*))?$");

    private ShellWords() {}

    /** The arguments of each {@code ./omnia} in a script; comments and continued lines are understood. */
    static List<List<String>> calls(String script) {
        List<List<String>> calls = new ArrayList<>();
        for (String line : script.replace("\\\n", " ").lines().toList()) {
            Matcher call = CALL.matcher(line.strip().replaceFirst("^[A-Z_]+=(?=\\$\\()", ""));
            if (call.find()) {
                calls.add(split(call.group(1) == null ? "" : call.group(1)));
            }
        }
        return calls;
    }

    /** Splits at blanks outside of quotes, up to a comment, a pipe, or the parenthesis that ends a substitution. */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == ' ') {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else if (c == '|' || c == ')' || c == ';' || c == '&' || (c == '#' && !inWord)) {
                break;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
