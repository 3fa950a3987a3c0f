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
 * @param headers the {@code X-Omnia-*} headers by which the tool is to see who calls, in order, beside those that a door writes
 *     whoever calls: of the agent, the namespace, the request and the tool. Whatever the caller sent under such a name is
 *     dropped
 */
public record Caller(String agent, String session, String requestId, Identity identity, Map<String, String> headers) {
    /**
     * Who calls.
     *
     * @throws IllegalArgumentException when a header is none of those
     */
    public Caller {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(session);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(identity);
        headers = HeaderPairs.copyOf(headers);
    }

    /** The same caller, with this id of the request. */
    Caller withRequestId(String id) {
        return new Caller(agent, session, id, identity, headers);
    }
}
