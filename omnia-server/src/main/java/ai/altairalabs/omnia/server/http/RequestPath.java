package ai.altairalabs.omnia.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The path of a request. A door passes a path on only when it is its own normal form, so that the tool cannot read
 * another path than the door did (semantics, section 8).
 */
public final class RequestPath {
    private RequestPath() {}

    /** Checks the path in {@code bytes[from, to)}: without the query, starting with a slash. */
    static void check(byte[] bytes, int from, int to) throws MalformedMessage {
        if (from == to || bytes[from] != '/') {
            throw new MalformedMessage("the request target must be a path that starts with `/`");
        }
        int segment = from + 1;
        boolean escaped = false;
        for (int i = from + 1; i < to; i++) {
            byte octet = bytes[i];
            if (octet == '/') {
                checkSegment(bytes, segment, i, false);
                segment = i + 1;
            } else if (octet == '%') {
                checkEscape(bytes, i, to);
                escaped = true;
                i += 2;
            } else if (!HttpSyntax.isPath(octet)) {
                throw new MalformedMessage(
                        octet == ';'
                                ? "the path must not have `;` parameters"
                                : "the path has a character that must be percent-encoded");
            }
        }
        checkSegment(bytes, segment, to, true);
        if (escaped) {
            checkUtf8(bytes, from, to);
        }
    }

    /** Checks a path as text; each character counts as one octet. */
    public static void check(String path) throws MalformedMessage {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        check(bytes, 0, bytes.length);
    }

    private static void checkSegment(byte[] bytes, int from, int to, boolean last) throws MalformedMessage {
        int length = to - from;
        if (length == 0 && !last) {
            throw new MalformedMessage("the path has an empty segment (`//`)");
        }
        if ((length == 1 && bytes[from] == '.') || (length == 2 && bytes[from] == '.' && bytes[from + 1] == '.')) {
            throw new MalformedMessage("the path has a dot segment");
        }
    }

    private static void checkEscape(byte[] bytes, int at, int to) throws MalformedMessage {
        int octet = escape(bytes, at, to);
        if (bytes[at + 1] >= 'a' || bytes[at + 2] >= 'a') {
            throw new MalformedMessage("percent-encoding in the path must use upper case digits");
        }
        if (HttpSyntax.isUnreserved(octet)) {
            throw new MalformedMessage("the path percent-encodes a character that needs no encoding");
        }
        if (octet < 0x20 || octet == 0x7f || octet == '/' || octet == '\\' || octet == ';') {
            throw new MalformedMessage("the path percent-encodes a control character or a separator");
        }
        if (octet == '%' && at + 4 < to && HttpSyntax.hex(bytes[at + 3]) >= 0 && HttpSyntax.hex(bytes[at + 4]) >= 0) {
            throw new MalformedMessage("the path is percent-encoded twice");
        }
    }

    /** The octet that {@code %XX} at this place stands for. */
    static int escape(byte[] bytes, int at, int to) throws MalformedMessage {
        int high = at + 2 < to ? HttpSyntax.hex(bytes[at + 1]) : -1;
        int low = at + 2 < to ? HttpSyntax.hex(bytes[at + 2]) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedMessage("the request target has an invalid percent-encoding");
        }
        return high << 4 | low;
    }

    private static void checkUtf8(byte[] bytes, int from, int to) throws MalformedMessage {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '%') {
                decoded[length++] = (byte) escape(bytes, i, to);
                i += 2;
            } else {
                decoded[length++] = bytes[i];
            }
        }
        decodeUtf8(decoded, length);
    }

    /** The text; its percent-encoded octets must have been UTF-8, without overlong forms. */
    static String decodeUtf8(byte[] bytes, int length) throws MalformedMessage {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessage("the request target percent-encodes what is not UTF-8");
        }
    }
}
