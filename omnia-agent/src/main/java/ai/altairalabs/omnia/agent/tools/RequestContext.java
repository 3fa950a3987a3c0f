package ai.altairalabs.omnia.agent.tools;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For whom and in which conversation a tool is called. The runtime passes it on and cannot make one: only the facade
 * holds the key that signs it.
 *
 * @param signed value of {@code X-Omnia-Context}
 * @param session the session's id
 * @param request the request's id
 * @param traceparent W3C trace context; null: none, or none that is well-formed
 */
public record RequestContext(
        String signed,
        String session,
        String request,
        @Nullable String traceparent) {
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    public RequestContext {
        Objects.requireNonNull(signed);
        Objects.requireNonNull(session);
        Objects.requireNonNull(request);
        traceparent = traceparent != null && TRACEPARENT.matcher(traceparent).matches() ? traceparent : null;
    }

    /** Without the signed text: it is a credential. */
    @Override
    public String toString() {
        return "RequestContext[" + session + ", " + request + "]";
    }
}
