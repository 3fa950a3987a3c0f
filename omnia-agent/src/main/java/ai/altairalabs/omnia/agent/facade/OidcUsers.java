package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.UserClaims;
import ai.altairalabs.omnia.server.identity.Verification;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Users of an OpenID Connect issuer. */
public final class OidcUsers implements UserVerifier {
    private static final Entry KEY_UNKNOWN = new Entry.Rejected("the token's key is not known");
    private static final long KEY_WAIT_SECONDS = 10;

    /** The year 9999: a later expiry is never reached. */
    private static final long END_OF_TIME = 253_402_300_799L;

    private final TokenVerifier verifier;
    private final UserClaims claims;

    /**
     * Users whose tokens this verifier accepts.
     *
     * @param claims which claims say who the user is
     */
    public OidcUsers(TokenVerifier verifier, UserClaims claims) {
        this.verifier = Objects.requireNonNull(verifier);
        this.claims = Objects.requireNonNull(claims);
    }

    @Override
    public Entry verify(String token) {
        return switch (verifier.verify(token)) {
            case Verification.Verified verified -> user(verified.claims());
            case Verification.Refused refused -> new Entry.Rejected(refused.message());
            case Verification.KeysPending pending -> verifyWithNewKeys(token, pending);
        };
    }

    private Entry verifyWithNewKeys(String token, Verification.KeysPending pending) {
        try {
            pending.refreshed().get(KEY_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return KEY_UNKNOWN;
        } catch (ExecutionException | TimeoutException _) {
            return KEY_UNKNOWN;
        }
        return switch (verifier.verify(token)) {
            case Verification.Verified verified -> user(verified.claims());
            case Verification.Refused refused -> new Entry.Rejected(refused.message());
            case Verification.KeysPending _ -> KEY_UNKNOWN;
        };
    }

    private Entry user(Map<String, ?> token) {
        Identity identity = claims.identity(token, Map.of());
        if (identity.subject().isEmpty()) {
            return new Entry.Rejected("the token does not say whose it is: it has no `" + claims.subject() + "`");
        }
        if (!(token.get("exp") instanceof Number expiry)) {
            return new Entry.Rejected("the token has no expiry");
        }
        long seconds = Math.min(expiry.longValue(), END_OF_TIME);
        Instant expires = Instant.ofEpochSecond(seconds).plus(TokenVerifier.LEEWAY);
        return new Entry.Admitted(new User(identity.subject(), identity.issuer(), token, expires));
    }
}
