package ai.altairalabs.omnia.operator.agents;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 pair as JSON Web Keys (RFC 8037).
 *
 * @param id its name in tokens and key sets
 * @param x the public half, in base64url
 * @param d the private half, in base64url: a secret
 */
record ContextKey(String id, String x, String d) {
    private static final int LENGTH = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Pattern PRIVATE = Pattern.compile(
            "\\{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"([0-9a-f]+)\",\"x\":\"([\\w-]+)\",\"d\":\"([\\w-]+)\"}");

    ContextKey {
        Objects.requireNonNull(id);
        Objects.requireNonNull(x);
        Objects.requireNonNull(d);
    }

    /** A new pair. */
    static ContextKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(point);
            return new ContextKey(
                    HexFormat.of().formatHex(digest, 0, 8),
                    ENCODER.encodeToString(point),
                    ENCODER.encodeToString(seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make Ed25519 keys", e);
        }
    }

    /** @throws IllegalArgumentException if it is not what {@link #privateJwk()} wrote */
    static ContextKey parse(String privateJwk) {
        Matcher matcher = PRIVATE.matcher(privateJwk.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a key of the operator's");
        }
        return new ContextKey(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** Both halves: a secret. */
    String privateJwk() {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\",\"x\":\"%s\",\"d\":\"%s\"}".formatted(id, x, d);
    }

    /** The public half. */
    String publicJwk() {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"alg\":\"EdDSA\",\"kid\":\"%s\",\"x\":\"%s\"}"
                .formatted(id, x);
    }

    @Override
    public String toString() {
        return "ContextKey[" + id + "]";
    }
}
