package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.ClaimMapping;
import ai.altairalabs.omnia.core.decision.MappedClaims;
import ai.altairalabs.omnia.core.decision.PolicySet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identity mode {@code jwt}: the user's own bearer token is verified here and mapped here. Of the {@code X-Omnia-*} headers
 * that came with it none says who calls: the session is the token's, and the request's id is made here.
 */
public final class JwtAuthenticator implements Authenticator {
    /** The session at the issuer (OpenID Connect Front-Channel Logout 1.0, section 3). */
    private static final String SESSION_CLAIM = "sid";

    private static final String[] AGENT_CLAIMS = {"act.sub", "azp", "client_id"};

    private final Verifications verifications;
    private final String namespace;
    private final @Nullable String agent;
    private final UserClaims userClaims;

    /**
     * An authenticator.
     *
     * @param verifier of the users' issuer
     * @param namespace the namespace that the door guards
     * @param agent who calls through this door; null: {@code act.sub}, {@code azp} or {@code client_id} of the token
     * @param userClaims which claims say who the user is
     */
    public JwtAuthenticator(TokenVerifier verifier, String namespace, @Nullable String agent, UserClaims userClaims) {
        this.verifications = new Verifications(verifier, "the token");
        this.namespace = Objects.requireNonNull(namespace);
        this.agent = agent;
        this.userClaims = Objects.requireNonNull(userClaims);
    }

    @Override
    public Authentication authenticate(Headers headers, PolicySet policies) {
        String token = bearerToken(headers.get("Authorization"));
        if (token == null) {
            return new Authentication.Rejected("a bearer token is required");
        }
        return verifications.of(token, user -> {
            String caller = agent == null ? agentOf(user.claims()) : agent;
            ClaimMapping mapping = policies.claimMapping(namespace, caller);
            return user.readOnce(this, mapping, claims -> accept(claims, caller, mapping))
                    .withRequestId();
        });
    }

    private Authentication accept(Map<String, @Nullable Object> token, String caller, ClaimMapping mapping) {
        MappedClaims mapped = mapping.apply(token);
        if (!mapped.illegal().isEmpty()) {
            return CallerHeaders.illegalValue(mapped.illegal().getFirst());
        }
        Identity identity = userClaims.identity(token, mapped.claims());
        String session = sessionOf(token);
        return new CallerHeaders()
                .addAll(caller, session, "", identity)
                .putAll(mapped.headers())
                .accept(caller, session, "", identity);
    }

    /** A session is never needed: what no header can hold is none. */
    private static String sessionOf(Map<String, @Nullable Object> token) {
        return token.get(SESSION_CLAIM) instanceof String session && HeaderText.isValue(session) ? session : "";
    }

    private static String agentOf(Map<String, @Nullable Object> token) {
        for (String claim : AGENT_CLAIMS) {
            String name = UserClaims.text(token, claim);
            if (!name.isEmpty()) {
                return name;
            }
        }
        return "";
    }

    private static @Nullable String bearerToken(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        String token = authorization.substring(7).strip();
        return token.isEmpty() ? null : token;
    }
}
