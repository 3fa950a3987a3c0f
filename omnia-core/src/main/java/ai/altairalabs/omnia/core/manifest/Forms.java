package ai.altairalabs.omnia.core.manifest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of text that several kinds share. */
final class Forms {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final String NAME_ADVICE =
            "use lower-case letters, digits and `-`, and begin and end with a letter or digit";

    /** A name of RFC 1123: a subdomain. */
    static final TextShape SUBDOMAIN = TextShape.matching(
            "lower-case letters, digits, `-` and `.` (RFC 1123 subdomain)",
            Pattern.compile(LABEL + "(\\." + LABEL + ")*"),
            253,
            "is no legal name",
            "use lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit");

    /** A name of RFC 1123: a label. */
    static final TextShape LABEL_NAME = TextShape.matching(
            "lower-case letters, digits and `-`, at most 63 (RFC 1123 label)",
            Pattern.compile(LABEL),
            63,
            "is no legal name",
            NAME_ADVICE);

    /** The name of something that is defined elsewhere, to be met exactly. */
    static final TextShape REFERENCE = TextShape.of("an exact name", Forms::reference);

    /** A method of HTTP (RFC 9110, section 9.1). */
    static final TextShape METHOD = TextShape.matching(
            "an HTTP method",
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
            32,
            "is no HTTP method",
            "write `POST` or `GET`, for example");

    /** The name of a tool that a registry declares. */
    static final TextShape TOOL_NAME = TextShape.matching(
            "`^[a-z][a-z0-9_]*$`",
            Pattern.compile("[a-z][a-z0-9_]*"),
            256,
            "is no legal tool name",
            "use lower-case letters, digits and `_`, and begin with a letter");

    private Forms() {}

    private static TextShape.@Nullable Wrong reference(String text) {
        if (text.isBlank()) {
            return new TextShape.Wrong("is empty", "write a name");
        }
        if (text.indexOf('*') >= 0) {
            return new TextShape.Wrong("is met by no name: names are exact", "write each name out");
        }
        boolean legal = text.codePoints()
                .noneMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT);
        return legal ? null : new TextShape.Wrong("is no name", "write a name without blanks and invisible characters");
    }
}
