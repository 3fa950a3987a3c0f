package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.ToolIdentity;

/** The names of the headers that carry identity, each in its canonical spelling (semantics, section 2.6). */
public final class OmniaHeaders {
    /** What all of them begin with. */
    public static final String PREFIX = "X-Omnia-";

    /** The signed context, from facade to door. It never reaches a tool. */
    public static final String CONTEXT = "X-Omnia-Context";

    public static final String AGENT_NAME = "X-Omnia-Agent-Name";
    public static final String NAMESPACE = "X-Omnia-Namespace";
    public static final String SESSION_ID = "X-Omnia-Session-Id";
    public static final String REQUEST_ID = "X-Omnia-Request-Id";
    public static final String USER_ID = "X-Omnia-User-Id";

    /** The roles, joined by commas. */
    public static final String USER_ROLES = "X-Omnia-User-Roles";

    public static final String USER_EMAIL = "X-Omnia-User-Email";
    public static final String PROVIDER = "X-Omnia-Provider";
    public static final String MODEL = "X-Omnia-Model";
    public static final String TOOL_NAME = ToolIdentity.NAME_HEADER;
    public static final String TOOL_REGISTRY = ToolIdentity.REGISTRY_HEADER;

    /** Followed by the name that the claim mapping gives. */
    public static final String CLAIM_PREFIX = "X-Omnia-Claim-";

    /** Followed by a parameter's name. */
    public static final String PARAM_PREFIX = "X-Omnia-Param-";

    /** On a refusal: the decision's id, as in the audit log. */
    public static final String DECISION_ID = "X-Omnia-Decision-Id";

    /** Those that a door writes of what it knows better than any caller. */
    private static final String[] DOORS_OWN = {AGENT_NAME, NAMESPACE, REQUEST_ID, TOOL_NAME, TOOL_REGISTRY};

    private OmniaHeaders() {}

    /** Whether the name is in our space, without regard to case and to {@code _} in place of {@code -}. */
    public static boolean isOurs(String name) {
        if (name.length() < PREFIX.length()) {
            return false;
        }
        for (int i = 0; i < PREFIX.length(); i++) {
            char c = name.charAt(i);
            char dash = c == '_' ? '-' : Character.toLowerCase(c);
            if (dash != Character.toLowerCase(PREFIX.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is a header by which a tool sees who calls, and none that a door writes whoever calls. */
    static boolean isCallers(String name) {
        for (String own : DOORS_OWN) {
            if (HeaderText.isSameName(own, name)) {
                return false;
            }
        }
        return isOurs(name) && !HeaderText.isSameName(CONTEXT, name);
    }

    /** Whether such a header says what the agent's configuration is: provider, model or a parameter. */
    static boolean isExtra(String name) {
        return HeaderText.isSameName(name, PROVIDER)
                || HeaderText.isSameName(name, MODEL)
                || startsWith(name, PARAM_PREFIX);
    }

    static boolean isClaim(String name) {
        return startsWith(name, CLAIM_PREFIX);
    }

    private static boolean startsWith(String name, String prefix) {
        return name.length() > prefix.length() && name.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
