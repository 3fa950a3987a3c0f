package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.server.identity.Caller;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import java.util.function.BiConsumer;

/** The {@code X-Omnia-*} headers that a tool gets: what is known of the caller, and what the door itself knows better. */
final class WrittenHeaders {
    /** Of the agent, the namespace, the request, and two of the tool. */
    private static final int DOORS_OWN = 5;

    private final String[] pairs;
    private int length;

    private WrittenHeaders(int callers) {
        pairs = new String[2 * (callers + DOORS_OWN)];
    }

    static WrittenHeaders of(Caller caller, String namespace, String requestId, ToolIdentity tool) {
        WrittenHeaders written = new WrittenHeaders(caller.headers().size());
        caller.headers().forEach(written::add);
        if (!caller.agent().isEmpty()) {
            written.add(OmniaHeaders.AGENT_NAME, caller.agent());
        }
        written.add(OmniaHeaders.NAMESPACE, namespace);
        written.add(OmniaHeaders.REQUEST_ID, requestId);
        if (tool instanceof ToolIdentity.Known known) {
            written.add(OmniaHeaders.TOOL_NAME, known.tool());
            written.add(OmniaHeaders.TOOL_REGISTRY, known.registry());
        }
        return written;
    }

    private void add(String name, String value) {
        pairs[length++] = name;
        pairs[length++] = value;
    }

    /** How many headers there are. */
    int size() {
        return length / 2;
    }

    /** Each header once, in order. */
    void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }
}
