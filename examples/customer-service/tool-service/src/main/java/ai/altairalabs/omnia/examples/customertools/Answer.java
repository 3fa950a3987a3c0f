package ai.altairalabs.omnia.examples.customertools;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the service says: a status and a JSON object. */
record Answer(int status, Map<String, Object> body) {
    static Answer ok(Map<String, Object> body) {
        return new Answer(200, body);
    }

    /** The caller's fault or bad luck: a short code for programs, a message for people. */
    static Answer error(int status, String code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", code);
        body.put("message", message);
        return new Answer(status, body);
    }
}
