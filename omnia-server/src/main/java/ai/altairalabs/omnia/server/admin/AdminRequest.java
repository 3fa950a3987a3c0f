package ai.altairalabs.omnia.server.admin;

import java.util.Map;
import java.util.Objects;

/**
 * A request at the admin port.
 *
 * @param method in upper case
 * @param path without the query
 * @param query as sent, without the question mark; empty when there is none
 * @param headers by name in lower case, the first value of each
 * @param body as UTF-8 text; it came in at most {@link AdminServer#MAX_BODY} bytes
 */
public record AdminRequest(String method, String path, String query, Map<String, String> headers, String body) {
    public AdminRequest {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        Objects.requireNonNull(query);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body);
    }
}
