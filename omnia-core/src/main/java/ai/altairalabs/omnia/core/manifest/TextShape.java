package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Words;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text, perhaps of a certain form. */
final class TextShape implements Shape<String> {
    /** Any text, also none. */
    static final TextShape ANY = new TextShape("", _ -> null);

    /** Text with at least one visible character. */
    static final TextShape FILLED =
            new TextShape("not empty", text -> text.isBlank() ? new Wrong("is empty", "write what it shall be") : null);

    /** What other readers of YAML, kubectl among them, take for true and false. */
    static final Set<String> OLD_BOOLEANS =
            Set.of("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF");

    private final String rule;
    private final Form form;

    private TextShape(String rule, Form form) {
        this.rule = rule;
        this.form = form;
    }

    /** Text of a form that the rule describes. */
    static TextShape of(String rule, Form form) {
        return new TextShape(rule, form);
    }

    /** Text that a pattern matches whole; the pattern looks at no more than so many characters. */
    static TextShape matching(String rule, Pattern pattern, int longest, String message, String advice) {
        return new TextShape(rule, text -> {
            if (text.isBlank()) {
                return new Wrong("is empty", advice);
            }
            boolean matches = text.length() <= longest && pattern.matcher(text).matches();
            return matches ? null : new Wrong(message, advice);
        });
    }

    /** Finds what is wrong with a text. */
    @FunctionalInterface
    interface Form {
        /** Null: nothing. */
        @Nullable
        Wrong wrong(String text);
    }

    /**
     * What is wrong with a text.
     *
     * @param message goes on after the text itself: {@code `*` names no tool}; "is empty" after the field's name
     */
    record Wrong(String message, @Nullable String advice) {}

    /** What is wrong with this text; null: nothing. */
    @Nullable
    Wrong wrong(String text) {
        return form.wrong(text);
    }

    @Override
    public @Nullable String read(Node node, Reading in) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() != CoreType.TEXT) {
            in.mismatch(node, "text");
            return null;
        }
        String text = scalar.text();
        Wrong wrong = form.wrong(text);
        if (wrong != null) {
            String subject = text.isBlank() ? in.path() : text;
            in.error(node.place(), Words.quote(subject) + " " + wrong.message(), wrong.advice());
            return null;
        }
        if (scalar.isPlain() && OLD_BOOLEANS.contains(text)) {
            in.warning(
                    node.place(),
                    Words.quote(text) + " is a boolean to kubectl",
                    "quote it: " + Words.quote('"' + text + '"'));
        }
        return text;
    }

    @Override
    public String type() {
        return "text";
    }

    @Override
    public String rule() {
        return rule;
    }
}
