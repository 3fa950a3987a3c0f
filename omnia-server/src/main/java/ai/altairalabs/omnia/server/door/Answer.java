package ai.altairalabs.omnia.server.door;

import org.jspecify.annotations.Nullable;

/** An answer that the door itself gives (semantics, section 8). */
record Answer(int status, String reason, @Nullable String headerName, String headerValue, String json) {
    static Answer malformed(String message) {
        return of(400, "Bad Request", "malformed_request", message);
    }

    static Answer requestTimeout() {
        return of(408, "Request Timeout", "request_timeout", "the request did not arrive in time");
    }

    static Answer unauthenticated(String message) {
        Answer answer = of(401, "Unauthorized", "unauthenticated", message);
        return new Answer(answer.status, answer.reason, "WWW-Authenticate", "Bearer", answer.json);
    }

    static Answer denied(String rule, String message, String decisionId) {
        String json = "{\"error\":\"policy_denied\",\"rule\":" + quote(rule) + ",\"message\":" + quote(message) + "}";
        return new Answer(
                403, "Forbidden", "X-Omnia-Decision-Id", decisionId, json);
    }

    static Answer tooLarge(int limit) {
        return of(
                413, "Content Too Large", "payload_too_large", "the request body is longer than " + limit + " bytes");
    }

    static Answer internal() {
        return of(500, "Internal Server Error", "internal_error", "the request could not be handled");
    }

    static Answer unreachable(String message) {
        return of(502, "Bad Gateway", "upstream_unreachable", message);
    }

    static Answer badUpstreamAnswer() {
        return of(502, "Bad Gateway", "upstream_invalid", "the tool's answer is not well-formed HTTP");
    }

    static Answer notReady() {
        return of(503, "Service Unavailable", "not_ready", "the policies are not loaded yet");
    }

    static Answer upstreamTimeout() {
        return of(504, "Gateway Timeout", "upstream_timeout", "the tool did not answer in time");
    }

    private static Answer of(int status, String reason, String error, String message) {
        String json = "{\"error\":" + quote(error) + ",\"message\":" + quote(message) + "}";
        return new Answer(status, reason, null, "", json);
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
