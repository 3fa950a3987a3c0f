package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a header says of the caller where plain headers are trusted. What was found out of a name is kept for the next request:
 * requests of one agent carry the same names again and again. Threads may lose each other's entries, which only costs finding
 * out again.
 *
 * @param name as sent
 * @param canonical as a door writes it (semantics, section 2.6)
 * @param part what it says
 */
record SentName(String name, String canonical, Part part) {
    private static final int PLACES = 256;
    private static final int LONGEST = 64;
    private static final @Nullable SentName[] SEEN = new SentName[PLACES];

    /** Names that say one thing each. */
    private static final Map<String, Part> FIXED = Map.of(
            OmniaHeaders.NAMESPACE, Part.NAMESPACE,
            OmniaHeaders.AGENT_NAME, Part.AGENT,
            OmniaHeaders.SESSION_ID, Part.SESSION,
            OmniaHeaders.REQUEST_ID, Part.REQUEST,
            OmniaHeaders.USER_ID, Part.USER,
            OmniaHeaders.USER_EMAIL, Part.EMAIL,
            OmniaHeaders.USER_ROLES, Part.ROLES,
            OmniaHeaders.PROVIDER, Part.MORE,
            OmniaHeaders.MODEL, Part.MORE);

    /** What a header says. */
    enum Part {
        NAMESPACE,
        AGENT,
        SESSION,
        REQUEST,
        USER,
        EMAIL,
        ROLES,
        /** A claim, or what the agent's configuration is: it travels as it is. */
        MORE,
        /** Nothing of the caller. */
        NOTHING
    }

    static SentName of(String name) {
        int hash = name.hashCode();
        int place = (hash ^ hash >>> 8 ^ hash >>> 16) & PLACES - 1;
        SentName seen = SEEN[place];
        if (seen != null && seen.name.equals(name)) {
            return seen;
        }
        SentName found = find(name);
        if (name.length() <= LONGEST) {
            SEEN[place] = found;
        }
        return found;
    }

    private static SentName find(String name) {
        for (Map.Entry<String, Part> fixed : FIXED.entrySet()) {
            if (HeaderText.isSameName(fixed.getKey(), name)) {
                return new SentName(name, fixed.getKey(), fixed.getValue());
            }
        }
        boolean more = HeaderText.isName(name) && (OmniaHeaders.isClaim(name) || OmniaHeaders.isExtra(name));
        return more ? new SentName(name, capitals(name), Part.MORE) : new SentName(name, name, Part.NOTHING);
    }

    /** Each word with a capital. */
    private static String capitals(String name) {
        char[] chars = name.toCharArray();
        boolean first = true;
        for (int i = 0; i < chars.length; i++) {
            chars[i] = first ? Character.toUpperCase(chars[i]) : Character.toLowerCase(chars[i]);
            first = chars[i] == '-';
        }
        return new String(chars);
    }
}
