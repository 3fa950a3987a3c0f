package ai.altairalabs.omnia.core.call;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header that no policy may set (semantics, section 5): it is about a connection or the framing of a message, or makes some
 * tools read another request than was decided. {@code X-Omnia-*} is reserved too, as a whole.
 */
public enum ReservedHeader {
    HOST(Use.CONNECTION),
    CONTENT_LENGTH(Use.CONNECTION),
    TRANSFER_ENCODING(Use.CONNECTION),
    CONNECTION(Use.CONNECTION),
    KEEP_ALIVE(Use.CONNECTION),
    TE(Use.CONNECTION),
    TRAILER(Use.CONNECTION),
    UPGRADE(Use.CONNECTION),
    HTTP2_SETTINGS(Use.CONNECTION),
    EXPECT(Use.CONNECTION),
    PROXY_CONNECTION(Use.CONNECTION),
    PROXY_AUTHORIZATION(Use.CONNECTION),
    PROXY_AUTHENTICATE(Use.CONNECTION),
    PROXY_AUTHENTICATION_INFO(Use.CONNECTION),
    /** Tools that run as CGI take it for the proxy that they are to use. */
    PROXY(Use.OTHER_REQUEST),
    X_HTTP_METHOD_OVERRIDE(Use.OTHER_REQUEST),
    X_HTTP_METHOD(Use.OTHER_REQUEST),
    X_METHOD_OVERRIDE(Use.OTHER_REQUEST),
    X_ORIGINAL_URL(Use.OTHER_REQUEST),
    X_REWRITE_URL(Use.OTHER_REQUEST);

    private static final Map<String, ReservedHeader> BY_TEXT = byText();

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final Use use;

    ReservedHeader(Use use) {
        this.use = use;
    }

    /** What a reserved header is for. */
    public enum Use {
        /** The connection, or the framing of a message. */
        CONNECTION,
        /** Another method, path or proxy, to some tools. */
        OTHER_REQUEST
    }

    private static Map<String, ReservedHeader> byText() {
        Map<String, ReservedHeader> all = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(each -> all.put(each.text, each));
        return Collections.unmodifiableMap(all);
    }

    /** The reserved header that some reader takes this name for: without regard to case, {@code _} read as {@code -}. */
    public static @Nullable ReservedHeader of(String name) {
        return BY_TEXT.get(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Its name, in lower case. */
    public String text() {
        return text;
    }

    /** What it is for. */
    public Use use() {
        return use;
    }
}
