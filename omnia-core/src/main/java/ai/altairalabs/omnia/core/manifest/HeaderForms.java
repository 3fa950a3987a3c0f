package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.call.ReservedHeader;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header names and values that a manifest may write (RFC 9110, section 5; semantics, sections 3 and 5). */
final class HeaderForms {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern CLAIM_HEADER = Pattern.compile("X-Omnia-Claim-[A-Za-z0-9-]+");
    private static final String CLAIM_PREFIX = "x-omnia-claim-";
    private static final int LONGEST_NAME = 256;

    /** The header that carries a claim. */
    static final TextShape CLAIM = TextShape.of("`^X-Omnia-Claim-[A-Za-z0-9-]+$`", HeaderForms::claim);

    /** A header that a policy may set. */
    static final TextShape SETTABLE = TextShape.of(
            "a header name; none of the connection or of the framing, none that rewrites the request, no `X-Omnia-*`",
            HeaderForms::settable);

    /** What a header may say. */
    static final TextShape VALUE = TextShape.of("visible ASCII characters and blanks between them", HeaderForms::value);

    private HeaderForms() {}

    private static TextShape.@Nullable Wrong claim(String name) {
        if (name.isBlank()) {
            return new TextShape.Wrong("is empty", "write a name such as `X-Omnia-Claim-Team`");
        }
        if (name.length() <= LONGEST_NAME && CLAIM_HEADER.matcher(name).matches()) {
            return null;
        }
        return new TextShape.Wrong(
                "is no header for a claim", "write " + Words.quote("X-Omnia-Claim-" + claimPart(name)));
    }

    /** What the author most likely wants behind the prefix. */
    private static String claimPart(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
        String rest = name;
        for (String prefix : new String[] {CLAIM_PREFIX, "x-omnia-", "x-"}) {
            if (lower.startsWith(prefix)) {
                rest = name.substring(prefix.length());
                break;
            }
        }
        String legal = rest.replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("^-+|-+$", "");
        return legal.isEmpty() ? "Team" : legal;
    }

    private static TextShape.@Nullable Wrong settable(String name) {
        if (name.isBlank()) {
            return new TextShape.Wrong("is empty", "write the header's name");
        }
        if (name.length() > LONGEST_NAME || !TOKEN.matcher(name).matches()) {
            return new TextShape.Wrong("is no header name", "use letters, digits and `-`");
        }
        ReservedHeader reserved = ReservedHeader.of(name);
        if (reserved != null) {
            return new TextShape.Wrong(
                    switch (reserved.use()) {
                        case CONNECTION -> "cannot be set: it belongs to the connection";
                        case OTHER_REQUEST -> "cannot be set: some tools take it for another method, path or proxy";
                    },
                    "choose another header");
        }
        if (name.toLowerCase(Locale.ROOT).replace('_', '-').startsWith("x-omnia-")) {
            return new TextShape.Wrong(
                    "cannot be set: `X-Omnia-*` is written by the door alone",
                    "choose another name, such as `X-Processed-By`");
        }
        return null;
    }

    private static TextShape.@Nullable Wrong value(String value) {
        boolean legal = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
        if (!legal) {
            return new TextShape.Wrong("is no legal header value", "use ASCII characters in one line");
        }
        return value.equals(value.strip())
                ? null
                : new TextShape.Wrong("is no legal header value", "remove the blanks at its ends");
    }
}
