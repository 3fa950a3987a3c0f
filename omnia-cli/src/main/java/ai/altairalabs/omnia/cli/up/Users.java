package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.facade.User;
import ai.altairalabs.omnia.agent.facade.UserVerifier;
import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.policy.AgentRuntime.ExternalAuth;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.UserClaims;
import ai.altairalabs.omnia.server.identity.Verification;
import ai.altairalabs.omnia.server.metrics.Metrics;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who may talk to an agent: the users of the issuer that its manifest names. One key set for each issuer. */
final class Users implements AutoCloseable {
    private final DevelopmentIssuer development;
    private final Metrics metrics;
    private final Clock clock;
    private final Map<String, KeySet> keys = new ConcurrentHashMap<>();

    Users(DevelopmentIssuer development, Metrics metrics, Clock clock) {
        this.development = development;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The verifier that an agent's manifest asks for. */
    UserVerifier of(@Nullable ExternalAuth auth) {
        return switch (auth) {
            case null -> UserVerifier.NOBODY;
            case ExternalAuth.Unserved _ -> UserVerifier.NOBODY;
            case ExternalAuth.Oidc oidc -> {
                TokenVerifier verifier = new TokenVerifier(keysOf(oidc.issuer()), oidc.issuer(), oidc.audience(), clock);
                UserClaims claims = new UserClaims(oidc.subject(), oidc.role(), oidc.endUser());
                yield token -> verify(verifier, claims, token);
            }
        };
    }

    private KeySet keysOf(String issuer) {
        return keys.computeIfAbsent(issuer, name -> {
            KeySet set = name.equals(DevelopmentIssuer.ISSUER)
                    ? KeySet.ofJson(development.publicJwks())
                    : KeySet.ofIssuer(URI.create(name));
            metrics.watch(set);
            return set;
        });
    }

    private static UserVerifier.Verification verify(TokenVerifier verifier, UserClaims claims, String token) {
        Verification verification = verifier.verify(token);
        if (verification instanceof Verification.KeysPending(var refreshed)) {
            refreshed.join();
            verification = verifier.verify(token);
        }
        return switch (verification) {
            case Verification.Verified(Map<String, Object> verified) -> user(claims, verified);
            case Verification.Refused(String message) -> new UserVerifier.Verification.Rejected(message);
            case Verification.KeysPending _ -> new UserVerifier.Verification.Rejected("the token's key is not known");
        };
    }

    private static UserVerifier.Verification user(UserClaims claims, Map<String, Object> token) {
        Identity identity = claims.identity(token, Map.of());
        if (identity.subject().isEmpty()) {
            return new UserVerifier.Verification.Rejected("the token names no subject");
        }
        Instant expires = token.get("exp") instanceof Number exp ? Instant.ofEpochSecond(exp.longValue()) : Instant.MIN;
        return new UserVerifier.Verification.Verified(new User(
                identity.subject(), identity.email(), identity.roles(), identity.issuer(), token, expires));
    }

    @Override
    public void close() {
        keys.values().forEach(KeySet::close);
    }
}
