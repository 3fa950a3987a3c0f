package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a facade takes from a request's headers, and nothing else: no {@code X-Omnia-*} header of a client goes any further.
 *
 * @param token the bearer token; null when there is none
 * @param requestId a new one: what the client says it is would be signed
 * @param traceparent null when there is none
 */
record RequestHead(
        @Nullable String token, String requestId, @Nullable String traceparent) {
    /** The WebSocket subprotocol whose next entry is the token: a browser can set no other header. */
    static final String BEARER_PROTOCOL = "omnia.bearer";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** A request that cannot be read in one way only. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** Whether a text may be the id of a session. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static RequestHead of(MultiMap headers) throws Malformed {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT).replace('_', '-');
            boolean single = OmniaHeaders.isOurs(name) || name.equals("authorization");
            if (single && !seen.add(name)) {
                throw new Malformed("the header `" + header.getKey() + "` was sent more than once");
            }
        }
        return new RequestHead(
                token(headers),
                UUID.randomUUID().toString(),
                headers.getAll("traceparent").size() == 1 ? headers.get("traceparent") : null);
    }

    private static @Nullable String token(MultiMap headers) throws Malformed {
        String authorization = headers.get("Authorization");
        List<String> protocols = headers.getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .toList();
        int bearer = protocols.indexOf(BEARER_PROTOCOL);
        String offered = bearer >= 0 && bearer + 1 < protocols.size() ? protocols.get(bearer + 1) : null;
        if (authorization == null) {
            return offered;
        }
        if (offered != null) {
            throw new Malformed("send the token once: as `Authorization` or as subprotocol");
        }
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "RequestHead[" + requestId + "]";
    }
}
