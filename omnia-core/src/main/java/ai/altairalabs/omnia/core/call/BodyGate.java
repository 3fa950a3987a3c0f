package ai.altairalabs.omnia.core.call;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides whether a body may be read at all, and reads it (semantics, section 7). Never throws. */
public final class BodyGate {
    private static final String NOT_JSON = "the content type is not JSON";

    private static final Body ABSENT = new Body.Absent();

    private BodyGate() {}

    /** Whether a request with this method may have a body; with one that may not, a body is a malformed request. */
    public static boolean takesBody(String method) {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /**
     * The body as rules see it, of a method that {@linkplain #takesBody takes} one. No octets are no body, unless a content
     * type announces one.
     *
     * @param contentType the field's value, or null when the request has none
     * @param contentEncoding likewise
     * @param bytes the whole body, exactly as it is forwarded
     */
    public static Body read(@Nullable String contentType, @Nullable String contentEncoding, byte[] bytes) {
        return read(contentType, contentEncoding, bytes, bytes.length);
    }

    /**
     * The same of a body at the beginning of an array; what stands behind it does not count.
     *
     * @param bytes with the whole body, exactly as it is forwarded. What is nested in it is read from here when a rule or a
     *     record asks for it: the array must not change as long as anybody has the body, or the call or decision it is part of
     * @param length how many octets the body has, up to the array's length
     */
    public static Body read(@Nullable String contentType, @Nullable String contentEncoding, byte[] bytes, int length) {
        if (length == 0) {
            return contentType == null
                    ? ABSENT
                    : new Body.Unreadable("the body is empty although it has a content type");
        }
        if (contentEncoding != null && !contentEncoding.trim().equalsIgnoreCase("identity")) {
            return new Body.Unreadable("the body has a content encoding");
        }
        if (contentType == null) {
            return new Body.Unreadable("the body has no content type");
        }
        if (!contentType.equals("application/json")) {
            String fault = fault(contentType);
            if (fault != null) {
                return new Body.Unreadable(fault);
            }
        }
        return JsonReader.read(bytes, length);
    }

    /**
     * Why the type is not {@code application/json} or {@code application/…+json}, in UTF-8 if a charset is named (RFC 6838,
     * RFC 8259); null: it is.
     */
    private static @Nullable String fault(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].trim();
        if (!type.equals("application/json") && !(type.startsWith("application/") && type.endsWith("+json"))) {
            return NOT_JSON;
        }
        if (type.indexOf(',') >= 0) {
            // Two content types that somebody joined.
            return NOT_JSON;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.startsWith("charset")) {
                String value = parameter.substring("charset".length()).trim();
                if (!value.equals("=utf-8") && !value.equals("=\"utf-8\"")) {
                    return "the content type names another charset than UTF-8";
                }
            }
        }
        return null;
    }
}
