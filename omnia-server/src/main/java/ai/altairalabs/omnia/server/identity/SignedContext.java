package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.Identity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the facade vouches for: who calls, for whom, with which claims (semantics, section 2.2).
 *
 * @param agent the agent's name
 * @param namespace the agent's namespace
 * @param session the session's id, or empty
 * @param requestId the request's id, or empty
 * @param identity the user
 * @param claimHeaders {@code X-Omnia-Claim-*} headers to their texts, in order
 * @param extra the headers of provider, model and parameters ({@code X-Omnia-Param-*}) to their texts, in order
 */
public record SignedContext(
        String agent,
        String namespace,
        String session,
        String requestId,
        Identity identity,
        Map<String, String> claimHeaders,
        Map<String, String> extra) {
    public SignedContext {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(session);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(identity);
        claimHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(claimHeaders));
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /** As claims of a token, without those that every token has. */
    Map<String, Object> toClaims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("agent", agent);
        claims.put("namespace", namespace);
        putUnlessEmpty(claims, "session", session);
        putUnlessEmpty(claims, "request", requestId);
        putUnlessEmpty(claims, "subject", identity.subject());
        putUnlessEmpty(claims, "email", identity.email());
        putUnlessEmpty(claims, "issuer", identity.issuer());
        claims.put("roles", identity.roles());
        claims.put("claims", identity.claims());
        claims.put("claim_headers", claimHeaders);
        claims.put("extra", extra);
        return claims;
    }

    /** From the claims of a verified token; null when they are not what a facade writes. */
    static @Nullable SignedContext ofClaims(Map<String, ?> token) {
        String agent = text(token, "agent");
        String namespace = text(token, "namespace");
        String session = text(token, "session");
        String request = text(token, "request");
        String subject = text(token, "subject");
        String email = text(token, "email");
        String issuer = text(token, "issuer");
        Map<String, String> claims = texts(token, "claims");
        Map<String, String> claimHeaders = texts(token, "claim_headers");
        Map<String, String> extra = texts(token, "extra");
        List<String> roles = roles(token);
        if (agent == null
                || agent.isEmpty()
                || namespace == null
                || namespace.isEmpty()
                || session == null
                || request == null
                || subject == null
                || email == null
                || issuer == null
                || claims == null
                || claimHeaders == null
                || extra == null
                || roles == null
                || !namesOnly(claimHeaders, OmniaHeaders::isClaim)
                || !namesOnly(extra, OmniaHeaders::isExtra)) {
            return null;
        }
        return new SignedContext(
                agent,
                namespace,
                session,
                request,
                new Identity(subject, email, roles, claims, issuer),
                claimHeaders,
                extra);
    }

    private static void putUnlessEmpty(Map<String, Object> claims, String name, String value) {
        if (!value.isEmpty()) {
            claims.put(name, value);
        }
    }

    /** What is null is absent. */
    private static Object value(Map<String, ?> token, String name, Object otherwise) {
        Object value = token.get(name);
        return value == null ? otherwise : value;
    }

    private static @Nullable String text(Map<String, ?> token, String name) {
        return value(token, name, "") instanceof String text ? text : null;
    }

    private static @Nullable List<String> roles(Map<String, ?> token) {
        if (!(value(token, "roles", List.of()) instanceof List<?> list)) {
            return null;
        }
        List<String> roles = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof String role)) {
                return null;
            }
            roles.add(role);
        }
        return roles;
    }

    private static boolean namesOnly(Map<String, String> headers, Predicate<String> allowed) {
        for (String name : headers.keySet()) {
            if (!allowed.test(name)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Map<String, String> texts(Map<String, ?> token, String name) {
        if (!(value(token, name, Map.of()) instanceof Map<?, ?> map)) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() == null) {
                continue;
            }
            if (!(entry.getKey() instanceof String key && entry.getValue() instanceof String value)) {
                return null;
            }
            texts.put(key, value);
        }
        return texts;
    }
}
