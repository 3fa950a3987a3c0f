package ai.altairalabs.omnia.bench;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The tutorial's call: a refund that every rule looks at and that goes through. */
final class Refund {
    private static final String START = "{\"order_id\":\"O-1001\",\"amount\":100,\"reason\":\"late\",\"items\":[";
    private static final String ITEM = "{\"sku\":\"A-1\",\"quantity\":2,\"price\":19.99}";
    private static final String END = "],\"note\":\"\"}";

    private Refund() {}

    /**
     * Its body: a JSON object with many small items.
     *
     * @param size in bytes, at least 80
     */
    static byte[] body(int size) {
        StringBuilder json = new StringBuilder(size).append(START);
        int room = size - START.length() - END.length();
        if (room < 0) {
            throw new IllegalArgumentException("a refund needs " + (START.length() + END.length()) + " bytes");
        }
        String separator = "";
        while (room >= ITEM.length() + separator.length()) {
            json.append(separator).append(ITEM);
            room -= ITEM.length() + separator.length();
            separator = ",";
        }
        json.append(END).insert(json.length() - 2, "x".repeat(room));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The call with this body. */
    static ToolCall call(Body body) {
        return new ToolCall(
                new ToolCall.Agent(Policies.AGENT, Policies.NAMESPACE),
                new ToolIdentity.Known(Policies.REGISTRY, Policies.TOOL),
                new Identity(
                        "u-1",
                        "sam@example.com",
                        List.of("agent"),
                        Map.of("team", "support", "customer_id", "C-42"),
                        "https://issuer.example.com"),
                Headers.of(
                        "Host", "customer-tools",
                        "Content-Type", "application/json",
                        "Accept", "*/*",
                        "User-Agent", "omnia",
                        "X-Omnia-Agent-Name", Policies.AGENT,
                        "X-Omnia-Namespace", Policies.NAMESPACE,
                        "X-Omnia-Tool-Name", Policies.TOOL,
                        "X-Omnia-Tool-Registry", Policies.REGISTRY,
                        "X-Omnia-Claim-Team", "support",
                        "X-Omnia-Claim-Customer-Id", "C-42"),
                Query.NONE,
                body,
                "session-1",
                new ToolCall.Request("request-1", "POST", "/v1/refund", Instant.EPOCH));
    }
}
