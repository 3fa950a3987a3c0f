package ai.altairalabs.omnia.server.identity;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies tokens: signature, issuer, audience and times (RFC 7519, RFC 8725). A token that was verified a moment ago is
 * not verified again. Never waits for anything; safe for use by several threads.
 */
public final class TokenVerifier {
    /** How long a token may be, in characters. */
    public static final int MAX_LENGTH = 16 * 1024;

    /** How far the clocks of issuer and door may be apart. */
    public static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

    private static final Verification MALFORMED = new Verification.Refused("the token is malformed");
    private static final Verification FORGED = new Verification.Refused("the token's signature is not valid");

    private final KeySet keys;
    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final VerifiedTokens cache = new VerifiedTokens();

    /**
     * A verifier.
     *
     * @param keys the issuer's keys
     * @param issuer what {@code iss} must be
     * @param audience what {@code aud} must hold
     * @param clock tells the time
     */
    public TokenVerifier(KeySet keys, String issuer, String audience, Clock clock) {
        this.keys = Objects.requireNonNull(keys);
        this.issuer = Objects.requireNonNull(issuer);
        this.audience = Objects.requireNonNull(audience);
        this.clock = Objects.requireNonNull(clock);
    }

    /** The token as it was verified a moment ago; null: it was not. Costs next to nothing. */
    public Verification.@Nullable Verified known(String token) {
        return cache.get(token, clock.millis(), keys.generation());
    }

    /** Whether the token can be believed. A token that is not {@link #known} costs the time of a signature. */
    public Verification verify(String token) {
        long now = clock.millis();
        long generation = keys.generation();
        Verification.Verified known = cache.get(token, now, generation);
        if (known != null) {
            return known;
        }
        Verification verification = verifyAnew(token, now / 1000);
        if (verification instanceof Verification.Verified verified
                && verified.claims().get("exp") instanceof Number expiry) {
            cache.put(token, verified, now, expiry.longValue() * 1000 + LEEWAY.toMillis(), generation);
        }
        return verification;
    }

    private Verification verifyAnew(String token, long now) {
        if (token.length() > MAX_LENGTH) {
            return new Verification.Refused("the token is too long");
        }
        int headerEnd = token.indexOf('.');
        int payloadEnd = token.indexOf('.', headerEnd + 1);
        if (headerEnd < 1 || payloadEnd < 0 || token.indexOf('.', payloadEnd + 1) >= 0) {
            return MALFORMED;
        }
        byte[] encodedHeader = base64(token.substring(0, headerEnd));
        Map<String, @Nullable Object> header = encodedHeader == null ? null : TokenJson.header(encodedHeader);
        byte[] signature = base64(token.substring(payloadEnd + 1));
        if (header == null || signature == null || !(header.get("alg") instanceof String name)) {
            return MALFORMED;
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(name);
        if (algorithm == null) {
            return new Verification.Refused("the token's algorithm is not accepted");
        }
        if (header.containsKey("crit") || header.containsKey("b64")) {
            return new Verification.Refused("the token asks for an extension that is not known");
        }
        Object keyId = header.get("kid");
        if (keyId != null && !(keyId instanceof String)) {
            return MALFORMED;
        }
        VerificationKey key = keys.find((String) keyId, algorithm);
        if (key == null) {
            var refreshed = keys.refresh();
            if (!refreshed.isDone()) {
                return new Verification.KeysPending(refreshed);
            }
            // The keys may have come between the look and the question.
            key = keys.find((String) keyId, algorithm);
        }
        if (key == null) {
            return new Verification.Refused("the token's key is not known");
        }
        byte[] signed = token.getBytes(StandardCharsets.ISO_8859_1);
        if (!key.verifies(algorithm, signed, payloadEnd, signature)) {
            return FORGED;
        }
        byte[] encodedClaims = base64(token.substring(headerEnd + 1, payloadEnd));
        Map<String, @Nullable Object> claims = encodedClaims == null ? null : TokenJson.claims(encodedClaims);
        return claims == null ? MALFORMED : checkClaims(claims, now);
    }

    private Verification checkClaims(Map<String, @Nullable Object> claims, long now) {
        if (!issuer.equals(claims.get("iss"))) {
            LOG.debug("a token is of another issuer than `{}`", issuer);
            return new Verification.Refused("the token is of another issuer");
        }
        if (!holds(claims.get("aud"), audience)) {
            LOG.debug("a token is for another audience than `{}`", audience);
            return new Verification.Refused("the token is for another audience");
        }
        long leeway = LEEWAY.toSeconds();
        if (!(claims.get("exp") instanceof Number expiry)) {
            return new Verification.Refused("the token has no expiry");
        }
        if (expiry.doubleValue() + leeway <= now) {
            return new Verification.Refused("the token has expired");
        }
        if (isAfter(claims.get("nbf"), now + leeway)) {
            return new Verification.Refused("the token is not valid yet");
        }
        if (isAfter(claims.get("iat"), now + leeway)) {
            return new Verification.Refused("the token was issued in the future");
        }
        return new Verification.Verified(claims);
    }

    /** Absent: not after. Anything but a number: after, so that it is refused. */
    private static boolean isAfter(@Nullable Object time, long limit) {
        return time != null && !(time instanceof Number number && number.doubleValue() <= limit);
    }

    private static boolean holds(@Nullable Object claim, String value) {
        return value.equals(claim) || (claim instanceof List<?> list && list.contains(value));
    }

    private static byte @Nullable [] base64(String part) {
        try {
            return part.indexOf('=') >= 0 ? null : Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
