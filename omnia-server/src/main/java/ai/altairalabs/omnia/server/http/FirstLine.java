package ai.altairalabs.omnia.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What the first line of a refused request seems to say: for logs, never to decide on.
 *
 * @param method empty when there is nothing like one
 * @param path as sent, without the query and without credentials; empty when there is nothing like one
 */
public record FirstLine(String method, String path) {
    /** No method is longer, in octets. */
    private static final int MAX_METHOD = 32;

    private static final FirstLine UNKNOWN = new FirstLine("", "");

    public FirstLine {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
    }

    /** The first line of these octets, which may end before it does. */
    public static FirstLine of(byte[] octets) {
        int space = 0;
        while (space < octets.length && space < MAX_METHOD && HttpSyntax.canonical(octets[space]) != 0) {
            space++;
        }
        if (space == 0 || space == octets.length || octets[space] != ' ') {
            return UNKNOWN;
        }
        int end = space + 1;
        while (end < octets.length && " \r\n?#".indexOf(octets[end]) < 0) {
            end++;
        }
        String path = new String(octets, space + 1, end - space - 1, StandardCharsets.ISO_8859_1);
        return new FirstLine(new String(octets, 0, space, StandardCharsets.US_ASCII), withoutCredentials(path));
    }

    /** The same of a method and a target that another program tells. */
    public static FirstLine told(String method, String target) {
        return of((method + ' ' + target).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A target that is a whole URL, or an authority, may hold a user's password (RFC 3986, section 3.2.1). */
    private static String withoutCredentials(String target) {
        int at = target.startsWith("/") ? -1 : target.lastIndexOf('@');
        return at < 0 ? target : "***" + target.substring(at);
    }
}
