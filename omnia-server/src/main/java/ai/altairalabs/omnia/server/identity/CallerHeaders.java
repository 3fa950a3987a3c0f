package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the {@code X-Omnia-*} headers that a door writes, and refuses a value that no header can hold. */
final class CallerHeaders {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String illegal;

    /** The headers that every identity mode writes; what is empty is left out. */
    static CallerHeaders of(String agent, String namespace, String session, String requestId, Identity identity) {
        CallerHeaders collected = new CallerHeaders();
        if (identity.roles().stream().anyMatch(role -> role.indexOf(',') >= 0)) {
            // Joined by commas, such a role would read as two.
            collected.illegal = OmniaHeaders.USER_ROLES;
        }
        return collected
                .put(OmniaHeaders.AGENT_NAME, agent)
                .put(OmniaHeaders.NAMESPACE, namespace)
                .put(OmniaHeaders.SESSION_ID, session)
                .put(OmniaHeaders.REQUEST_ID, requestId)
                .put(OmniaHeaders.USER_ID, identity.subject())
                .put(OmniaHeaders.USER_ROLES, String.join(",", identity.roles()))
                .put(OmniaHeaders.USER_EMAIL, identity.email());
    }

    CallerHeaders put(String name, String value) {
        if (!HeaderText.isName(name) || !HeaderText.isValue(value)) {
            illegal = illegal == null ? name : illegal;
        } else if (!value.isEmpty()) {
            headers.put(name, value);
        }
        return this;
    }

    CallerHeaders putAll(Map<String, String> more) {
        more.forEach(this::put);
        return this;
    }

    /** The caller; or malformed, when a value cannot be passed on as it is. */
    Authentication accept(String agent, String session, String requestId, Identity identity) {
        if (illegal != null) {
            return illegalValue(illegal);
        }
        return new Authentication.Accepted(new Caller(agent, session, requestId, identity, headers));
    }

    static Authentication illegalValue(String header) {
        String shown = HeaderText.isName(header) ? "`" + header + "`" : "a header";
        return new Authentication.Malformed("the value of " + shown + " is no legal header value");
    }
}
