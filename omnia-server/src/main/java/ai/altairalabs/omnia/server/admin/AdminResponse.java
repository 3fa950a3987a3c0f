package ai.altairalabs.omnia.server.admin;

import java.util.Map;
import java.util.Objects;

/**
 * An answer of the admin port.
 *
 * @param status the HTTP status
 * @param headers further headers
 * @param body the whole body, sent as UTF-8
 */
public record AdminResponse(int status, Map<String, String> headers, String body) {
    public AdminResponse {
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body);
    }

    /** Plain text. */
    public static AdminResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    /** JSON. */
    public static AdminResponse json(int status, String json) {
        return of(status, "application/json", json);
    }

    static AdminResponse of(int status, String contentType, String body) {
        return new AdminResponse(status, Map.of("Content-Type", contentType), body);
    }
}
