package ai.altairalabs.omnia.server.http;

import ai.altairalabs.omnia.core.call.Query;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the query of a request target. What two readers could read differently is refused: a name that comes twice,
 * {@code ;} (a separator to some), an escape that is none.
 */
public final class QueryReader {
    private QueryReader() {}

    /** Reads {@code bytes[from, to)}, which follow the question mark. */
    static Query read(byte[] bytes, int from, int to) throws MalformedMessage {
        if (from == to) {
            return Query.NONE;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == '&') {
                if (i > start) {
                    readParameter(bytes, start, i, parameters);
                }
                start = i + 1;
            }
        }
        return new Query(parameters);
    }

    private static void readParameter(byte[] bytes, int from, int to, Map<String, String> into)
            throws MalformedMessage {
        int equals = from;
        while (equals < to && bytes[equals] != '=') {
            equals++;
        }
        String name = decode(bytes, from, equals);
        String value = equals == to ? "" : decode(bytes, equals + 1, to);
        if (into.putIfAbsent(name, value) != null) {
            throw new MalformedMessage("the query has a parameter twice");
        }
    }

    private static String decode(byte[] bytes, int from, int to) throws MalformedMessage {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int octet = bytes[i];
            if (octet == '%') {
                octet = RequestPath.escape(bytes, i, to);
                i += 2;
                if (octet == 0) {
                    throw new MalformedMessage("the query has a NUL");
                }
            } else if (octet == '+') {
                octet = ' ';
            } else if (octet == ';') {
                throw new MalformedMessage("the query has `;`, which must be percent-encoded");
            } else if (octet <= 0x20 || octet == 0x7f || octet == '#' || octet == '\\') {
                throw new MalformedMessage("the query has a character that must be percent-encoded");
            }
            decoded[length++] = (byte) octet;
        }
        return RequestPath.decodeUtf8(decoded, length);
    }
}
