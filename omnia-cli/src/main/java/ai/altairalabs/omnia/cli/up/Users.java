package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.facade.OidcUsers;
import ai.altairalabs.omnia.agent.facade.UserVerifier;
import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.core.policy.AgentRuntime.ExternalAuth;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.UserClaims;
import ai.altairalabs.omnia.server.metrics.Metrics;
import java.net.URI;
import java.time.Clock;
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
                TokenVerifier verifier =
                        new TokenVerifier(keysOf(oidc.issuer()), oidc.issuer(), oidc.audience(), clock);
                yield new OidcUsers(verifier, claimsOf(oidc));
            }
        };
    }

    /** Which claims of a token say who the user is. */
    static UserClaims claimsOf(@Nullable ExternalAuth auth) {
        return auth instanceof ExternalAuth.Oidc oidc
                ? new UserClaims(oidc.subject(), oidc.role(), oidc.endUser())
                : UserClaims.STANDARD;
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

    @Override
    public void close() {
        keys.values().forEach(KeySet::close);
    }
}
