package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.Identity;
import java.util.Map;
import java.util.Objects;

/**
 * Who calls, as far as it could be verified.
 *
 * @param agent the agent's name; empty when nothing trustworthy says it
 * @param session the session's id, or empty
 * @param requestId the request's id, or empty
 * @param identity the user
 * @param headers every {@code X-Omnia-*} header that the tool is to see, in order; whatever the caller sent under such a
 *     name is dropped
 */
public record Caller(String agent, String session, String requestId, Identity identity, Map<String, String> headers) {
    public Caller {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(session);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(identity);
        headers = HeaderPairs.copyOf(headers);
    }
}
