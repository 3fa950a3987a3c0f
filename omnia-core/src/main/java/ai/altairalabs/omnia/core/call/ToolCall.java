package ai.altairalabs.omnia.core.call;

import java.time.Instant;
import java.util.Objects;

/**
 * One call of a tool. A door makes it from a request and a verified identity; only what stands here can be decided on.
 *
 * @param agent who calls
 * @param tool which tool, as the registry and the request say together
 * @param identity for whom the agent calls
 * @param headers the request's headers after the door dropped what cannot be trusted and wrote {@code X-Omnia-*}
 * @param query the decoded query parameters
 * @param body the request's body
 * @param session the session's id; empty when there is none
 * @param request the request itself
 */
public record ToolCall(
        Agent agent,
        ToolIdentity tool,
        Identity identity,
        Headers headers,
        Query query,
        Body body,
        String session,
        Request request) {
    public ToolCall {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(tool);
        Objects.requireNonNull(identity);
        Objects.requireNonNull(headers);
        Objects.requireNonNull(query);
        Objects.requireNonNull(body);
        Objects.requireNonNull(session);
        Objects.requireNonNull(request);
    }

    /**
     * The agent.
     *
     * @param name its AgentRuntime's name; empty when nothing trustworthy says who it is
     * @param namespace the namespace whose tools the door guards
     */
    public record Agent(String name, String namespace) {
        public Agent {
            Objects.requireNonNull(name);
            Objects.requireNonNull(namespace);
        }

        /** Whether it is known who calls. */
        public boolean known() {
            return !name.isEmpty();
        }
    }

    /**
     * The request as it reached the door.
     *
     * @param id the request's id
     * @param method as sent
     * @param path as sent, without the query
     * @param time when it arrived
     */
    public record Request(String id, String method, String path, Instant time) {
        public Request {
            Objects.requireNonNull(id);
            Objects.requireNonNull(method);
            Objects.requireNonNull(path);
            Objects.requireNonNull(time);
        }
    }
}
