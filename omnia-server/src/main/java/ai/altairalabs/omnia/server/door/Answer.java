package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import ai.altairalabs.omnia.server.metrics.Metrics.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the door itself gives (semantics, section 8).
 *
 * @param headerName of a header that only this kind of answer has; null: none
 * @param error what kind of answer it is
 * @param rule the rule that refused; null: none did
 * @param message for the caller
 * @param refusal as what it is counted; null: it was decided
 */
record Answer(
        int status,
        String reason,
        @Nullable String headerName,
        String headerValue,
        String error,
        @Nullable String rule,
        String message,
        @Nullable Refusal refusal) {
    static Answer malformed(String message) {
        return of(400, "Bad Request", "malformed_request", message, Refusal.MALFORMED);
    }

    static Answer requestTimeout() {
        return of(408, "Request Timeout", "request_timeout", "the request did not arrive in time", Refusal.MALFORMED);
    }

    static Answer unauthenticated(String message) {
        Answer answer = of(401, "Unauthorized", "unauthenticated", message, Refusal.UNAUTHENTICATED);
        return new Answer(
                answer.status,
                answer.reason,
                "WWW-Authenticate",
                "Bearer",
                answer.error,
                null,
                message,
                answer.refusal);
    }

    static Answer denied(String rule, String message, String decisionId) {
        return new Answer(403, "Forbidden", OmniaHeaders.DECISION_ID, decisionId, "policy_denied", rule, message, null);
    }

    static Answer tooLarge(long limit) {
        return of(
                413,
                "Content Too Large",
                "payload_too_large",
                "the request body is longer than " + limit + " bytes",
                Refusal.TOO_LARGE);
    }

    static Answer notFound(String message) {
        return of(404, "Not Found", "not_found", message, Refusal.MALFORMED);
    }

    static Answer methodNotAllowed() {
        return of(405, "Method Not Allowed", "method_not_allowed", "the method must be POST", Refusal.MALFORMED);
    }

    static Answer unsupportedType() {
        return of(
                415,
                "Unsupported Media Type",
                "unsupported_media_type",
                "the content type must be `application/json`",
                Refusal.MALFORMED);
    }

    static Answer internal() {
        return of(500, "Internal Server Error", "internal_error", "the request could not be handled", Refusal.INTERNAL);
    }

    /** The program that asks does not tell what it would have to, because of how it is set up. */
    static Answer misconfigured(String message) {
        return of(500, "Internal Server Error", "misconfigured", message, Refusal.MISCONFIGURED);
    }

    static Answer unreachable(String message) {
        return of(502, "Bad Gateway", "upstream_unreachable", message, Refusal.UPSTREAM_UNREACHABLE);
    }

    static Answer badUpstreamAnswer(String why) {
        return of(
                502,
                "Bad Gateway",
                "upstream_invalid",
                "the tool's answer is not well-formed HTTP: " + why,
                Refusal.UPSTREAM_INVALID);
    }

    static Answer notReady() {
        return of(503, "Service Unavailable", "not_ready", "the policies are not loaded yet", Refusal.NOT_READY);
    }

    static Answer notOpen() {
        return of(503, "Service Unavailable", "not_ready", "the door is not open yet", Refusal.NOT_READY);
    }

    static Answer overloaded() {
        return of(
                503,
                "Service Unavailable",
                "overloaded",
                "too many callers wait to be verified; try again later",
                Refusal.OVERLOADED);
    }

    static Answer tooManyBodies() {
        return of(
                503,
                "Service Unavailable",
                "overloaded",
                "too many request bodies are being read; try again later",
                Refusal.OVERLOADED);
    }

    static Answer upstreamTimeout() {
        return of(
                504,
                "Gateway Timeout",
                "upstream_timeout",
                "the tool did not answer in time",
                Refusal.UPSTREAM_TIMEOUT);
    }

    /** The same when the tool's answer has begun, so that the connection is cut in its place. */
    Answer halfway() {
        boolean brokeOff = refusal == Refusal.UPSTREAM_UNREACHABLE || refusal == Refusal.UPSTREAM_TIMEOUT;
        return brokeOff ? of(status, reason, error, message, Refusal.UPSTREAM_FAILED) : this;
    }

    private static Answer of(int status, String reason, String error, String message, @Nullable Refusal refusal) {
        return new Answer(status, reason, null, "", error, null, message, refusal);
    }

    /** The body. */
    String json() {
        return "{\"error\":" + quote(error) + (rule == null ? "" : ",\"rule\":" + quote(rule)) + ",\"message\":"
                + quote(message) + "}";
    }

    /** Composes the head of the answer, whose body has so many octets. */
    void head(HeadBuffer out, int length, boolean close) {
        out.clear().text("HTTP/1.1 ").put(status).text(" ").text(reason).put(HeadBuffer.CRLF);
        out.header("Content-Type", "application/json");
        out.text("Content-Length: ").put(length).put(HeadBuffer.CRLF);
        if (headerName != null) {
            out.header(headerName, headerValue);
        }
        if (close) {
            out.header("Connection", "close");
        }
        out.put(HeadBuffer.CRLF);
    }

    /** The text as a JSON string (RFC 8259, section 7). */
    private static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
