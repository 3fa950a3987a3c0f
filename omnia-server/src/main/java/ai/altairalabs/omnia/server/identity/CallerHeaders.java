package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Identity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the {@code X-Omnia-*} headers that say who calls, and refuses a value that no header can hold. What a door writes
 * whoever calls is checked only: agent, namespace and request.
 */
final class CallerHeaders {
    private final HeaderPairs.Builder headers = new HeaderPairs.Builder();
    private @Nullable String illegal;

    /** The headers that every identity mode writes, unless they are empty. */
    CallerHeaders addAll(String agent, String session, String requestId, Identity identity) {
        if (holdsComma(identity.roles())) {
            // Joined by commas, such a role would read as two.
            illegal = OmniaHeaders.USER_ROLES;
        }
        return check(OmniaHeaders.AGENT_NAME, agent)
                .check(OmniaHeaders.REQUEST_ID, requestId)
                .add(OmniaHeaders.SESSION_ID, session)
                .add(OmniaHeaders.USER_ID, identity.subject())
                .add(OmniaHeaders.USER_ROLES, joined(identity.roles()))
                .add(OmniaHeaders.USER_EMAIL, identity.email());
    }

    private static String joined(List<String> roles) {
        return roles.isEmpty() ? "" : String.join(",", roles);
    }

    private static boolean holdsComma(List<String> roles) {
        for (String role : roles) {
            if (role.indexOf(',') >= 0) {
                return true;
            }
        }
        return false;
    }

    /** A claim, or what the agent's configuration is; no other name is legal here. */
    CallerHeaders put(String name, String value) {
        if (!HeaderText.isName(name) || !(OmniaHeaders.isClaim(name) || OmniaHeaders.isExtra(name))) {
            illegal = illegal == null ? name : illegal;
            return this;
        }
        return add(name, value);
    }

    /** The same of a name that is known to be one of these. */
    CallerHeaders add(String name, String value) {
        if (!value.isEmpty()) {
            check(name, value);
            headers.put(name, value);
        }
        return this;
    }

    private CallerHeaders check(String name, String value) {
        if (illegal == null && !HeaderText.isValue(value)) {
            illegal = name;
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
