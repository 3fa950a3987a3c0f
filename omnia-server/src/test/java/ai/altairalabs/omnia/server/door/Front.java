package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.policies.PolicySource;
import ai.altairalabs.omnia.testkit.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A kind of door, and how a caller and a tool meet at it. */
interface Front {
    /** Opens one. */
    Opened open(DecisionSettings settings, Authenticator authenticator, PolicySource policies, AuditLog audit)
            throws IOException;

    /** One door with its caller and its tool. */
    interface Opened extends AutoCloseable {
        /** What becomes of this request. */
        Got send(Sent request) throws IOException;

        /** Whether what stands before the door gave this answer by itself, so that the door never saw the request. */
        default boolean isFromBefore(RawClient.Answer answer) {
            return false;
        }

        @Override
        void close() throws IOException;
    }

    /** A request as the caller sends it; the headers do not frame the body. */
    record Sent(String method, String target, List<Map.Entry<String, String>> headers, Octets body) {
        Sent(String method, String target, Map<String, String> headers, Octets body) {
            this(method, target, List.copyOf(headers.entrySet()), body);
        }

        String path() {
            return target.split("[?]", 2)[0];
        }
    }

    /**
     * What became of it.
     *
     * @param answer what the caller got
     * @param seen what the tool saw, or would have seen
     */
    record Got(RawClient.Answer answer, List<RecordingTool.Seen> seen) {
        /** Passed on by whoever holds the request, with these fields. */
        static Got passedOn(Sent request, List<Map.Entry<String, String>> fields) {
            StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
            fields.forEach(field -> head.append(field.getKey())
                    .append(": ")
                    .append(field.getValue())
                    .append("\r\n"));
            return new Got(
                    new RawClient.Answer("HTTP/1.1 200 OK\r\n\r\n", "{}"),
                    List.of(new RecordingTool.Seen(
                            head.append("\r\n").toString(),
                            new String(request.body().bytes(), StandardCharsets.ISO_8859_1))));
        }

        /** Refused by whoever holds the request, with these fields. */
        static Got refused(int status, Map<String, String> fields, String body) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Refused\r\n");
            fields.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            return new Got(new RawClient.Answer(head.append("\r\n").toString(), body), List.of());
        }
    }
}
