package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Identity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the {@code X-Omnia-*} headers that a door writes, and refuses a value that no header can hold. */
final class CallerHeaders {
    private final HeaderPairs.Builder headers = new HeaderPairs.Builder();
    private @Nullable String illegal;

    /** The headers that every identity mode writes; what is empty is left out. */
    static CallerHeaders of(String agent, String namespace, String session, String requestId, Identity identity) {
        CallerHeaders collected = new CallerHeaders();
        if (holdsComma(identity.roles())) {
            // Joined by commas, such a role would read as two.
            collected.illegal = OmniaHeaders.USER_ROLES;
        }
        return collected
                .add(OmniaHeaders.AGENT_NAME, agent)
                .add(OmniaHeaders.NAMESPACE, namespace)
                .add(OmniaHeaders.SESSION_ID, session)
                .add(OmniaHeaders.REQUEST_ID, requestId)
                .add(OmniaHeaders.USER_ID, identity.subject())
                .add(OmniaHeaders.USER_ROLES, String.join(",", identity.roles()))
                .add(OmniaHeaders.USER_EMAIL, identity.email());
    }

    private static boolean holdsComma(List<String> roles) {
        for (String role : roles) {
            if (role.indexOf(',') >= 0) {
                return true;
            }
        }
        return false;
    }

    CallerHeaders put(String name, String value) {
        if (!HeaderText.isName(name)) {
            illegal = illegal == null ? name : illegal;
            return this;
        }
        return add(name, value);
    }

    private CallerHeaders add(String name, String value) {
        if (!HeaderText.isValue(value)) {
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
        return new Authentication.Accepted(new Caller(agent, session, requestId, identity, headers.build()));
    }

    static Authentication illegalValue(String header) {
        String shown = HeaderText.isName(header) ? "`" + header + "`" : "a header";
        return new Authentication.Malformed("the value of " + shown + " is no legal header value");
    }
}
