package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Words;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL of http or https.
 *
 * @param bare without a query
 */
record UrlShape(boolean bare) implements Shape<URI> {
    private static final String EXAMPLE = "write it in full, such as `http://HOST:PORT/PATH`";

    @Override
    public @Nullable URI read(Node node, Reading in) {
        String text = TextShape.FILLED.read(node, in);
        if (text == null) {
            return null;
        }
        TextShape.Wrong wrong = wrong(text, bare);
        if (wrong != null) {
            in.error(node.place(), Words.quote(text) + " " + wrong.message(), wrong.advice());
            return null;
        }
        return URI.create(text);
    }

    /** What is wrong with the text as a URL; null: nothing. */
    static TextShape.@Nullable Wrong wrong(String text, boolean bare) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return new TextShape.Wrong("is no URL", EXAMPLE);
        }
        if (url.getScheme() == null) {
            return new TextShape.Wrong("is no absolute URL", EXAMPLE);
        }
        if (!url.getScheme().equalsIgnoreCase("http") && !url.getScheme().equalsIgnoreCase("https")) {
            return new TextShape.Wrong("is no URL of http or https", EXAMPLE);
        }
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            return new TextShape.Wrong("holds a user name", "remove what stands before the `@`");
        }
        if (url.getHost() == null || url.getPort() > 65535 || url.getPort() == 0) {
            return new TextShape.Wrong("names no host and port", EXAMPLE);
        }
        if (url.getRawFragment() != null) {
            return new TextShape.Wrong("has a fragment", "remove the `#` and what follows");
        }
        if (bare && url.getRawQuery() != null) {
            return new TextShape.Wrong("has a query", "remove the `?` and what follows");
        }
        return path(url.getRawPath());
    }

    /** What is wrong with the path of a URL; null: nothing. */
    static TextShape.@Nullable Wrong path(String path) {
        String within = path + "/";
        boolean normal = !within.contains("/./") && !within.contains("/../") && !path.contains("//");
        return normal
                ? null
                : new TextShape.Wrong(
                        "has a path that reads differently once normalised",
                        "write the path without `//`, `/./` and `/../`");
    }

    @Override
    public String type() {
        return "URL";
    }

    @Override
    public String rule() {
        return "absolute, http or https, without user name" + (bare ? ", query" : "") + " and fragment";
    }
}
