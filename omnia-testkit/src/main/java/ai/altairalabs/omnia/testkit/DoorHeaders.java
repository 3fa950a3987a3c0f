package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.MappedClaims;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The headers of a call after a door has dropped what cannot be trusted and written what it knows. */
final class DoorHeaders {
    static final String TOOL_NAME = "X-Omnia-Tool-Name";
    static final String TOOL_REGISTRY = "X-Omnia-Tool-Registry";

    private static final String PREFIX = "x-omnia-";
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private DoorHeaders() {}

    static Headers of(VectorCall call, ToolIdentity tool, MappedClaims claims) {
        Headers.Builder headers = new Headers.Builder(16);
        Set<String> dropped = dropped(call);
        call.request().headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith(PREFIX) && !dropped.contains(lower)) {
                headers.add(name, value);
            }
        });
        addIfThere(headers, "X-Omnia-Agent-Name", call.agent());
        addIfThere(headers, "X-Omnia-Namespace", call.namespace());
        addIfThere(headers, "X-Omnia-Session-Id", call.session());
        addIfThere(headers, "X-Omnia-Request-Id", call.requestId());
        Identity identity = call.identity(claims);
        addIfThere(headers, "X-Omnia-User-Id", identity.subject());
        addIfThere(headers, "X-Omnia-User-Roles", String.join(",", identity.roles()));
        addIfThere(headers, "X-Omnia-User-Email", identity.email());
        addIfThere(headers, TOOL_NAME, tool.toolName());
        addIfThere(headers, TOOL_REGISTRY, tool.registryName());
        claims.headers().forEach(headers::add);
        return headers.build();
    }

    private static Set<String> dropped(VectorCall call) {
        Set<String> dropped = new HashSet<>(HOP_BY_HOP);
        String connection = call.request().header("Connection");
        if (connection != null) {
            Arrays.stream(connection.split(",", -1))
                    .map(name -> name.trim().toLowerCase(Locale.ROOT))
                    .forEach(dropped::add);
        }
        return dropped;
    }

    private static void addIfThere(Headers.Builder headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.add(name, value);
        }
    }
}
