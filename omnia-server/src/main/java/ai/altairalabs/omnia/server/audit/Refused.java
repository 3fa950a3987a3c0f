package ai.altairalabs.omnia.server.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * What a door refused by itself, before or after any policy decided.
 *
 * @param what is refused
 * @param status of the answer
 * @param reason as what it is counted
 * @param message as in the answer
 * @param request what is known of the request
 */
public record Refused(What what, Instant time, int status, String reason, String message, Request request) {
    public Refused {
        Objects.requireNonNull(what);
        Objects.requireNonNull(time);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
        Objects.requireNonNull(request);
    }

    /** What is refused. */
    public enum What {
        /** A request: it is not passed on, or not whole. */
        REQUEST,
        /** A tool's answer: the call was passed on. */
        ANSWER
    }

    /**
     * A request, as far as it is known; a text is empty where it is not. Method and path are as sent, so that anybody may have
     * written them; the rest was verified.
     *
     * @param decisionId of the records that policies left about it
     */
    public record Request(
            String method,
            String path,
            String decisionId,
            String namespace,
            String agent,
            String registry,
            String tool,
            String subject,
            String session,
            String requestId,
            String traceId) {
        public Request {
            Objects.requireNonNull(method);
            Objects.requireNonNull(path);
            Objects.requireNonNull(decisionId);
            Objects.requireNonNull(namespace);
            Objects.requireNonNull(agent);
            Objects.requireNonNull(registry);
            Objects.requireNonNull(tool);
            Objects.requireNonNull(subject);
            Objects.requireNonNull(session);
            Objects.requireNonNull(requestId);
            Objects.requireNonNull(traceId);
        }

        /** Only the method and the path, of a door of this namespace. */
        public static Request of(String method, String path, String namespace) {
            return new Request(method, path, "", namespace, "", "", "", "", "", "", "");
        }
    }
}
