package ai.altairalabs.omnia.server.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Makes tokens with an Ed25519 key: the facade's signed contexts, and the development issuer's tokens. Whoever holds one can
 * speak for any user, so only the facade does. Safe for use by several threads.
 */
public final class ContextSigner {
    /** {@code iss} of a signed context. */
    public static final String ISSUER = "omnia-facade";

    /** {@code aud} of a signed context. */
    public static final String AUDIENCE = "omnia-door";

    private final PrivateKey key;
    private final OctetKeyPair publicKey;
    private final String header;
    private final Clock clock;

    private ContextSigner(OctetKeyPair pair, Clock clock) {
        this.clock = Objects.requireNonNull(clock);
        publicKey = new OctetKeyPair.Builder(pair.toPublicJWK())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.EdDSA)
                .build();
        header = Base64URL.encode("{\"typ\":\"JWT\",\"alg\":\"EdDSA\",\"kid\":\"" + pair.getKeyID() + "\"}")
                .toString();
        try {
            key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, pair.getDecodedD()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key pair", e);
        }
    }

    /** A signer with a new pair that lives in memory only. */
    public static ContextSigner generate(Clock clock) {
        return of(newPair(), clock);
    }

    /** A signer with a pair that {@link #newPair()} made. @throws IllegalArgumentException when it is none */
    public static ContextSigner of(String privateJwk, Clock clock) {
        try {
            OctetKeyPair pair = OctetKeyPair.parse(privateJwk);
            if (!Curve.Ed25519.equals(pair.getCurve()) || !pair.isPrivate()) {
                throw new IllegalArgumentException("not an Ed25519 key pair");
            }
            String id = pair.getKeyID();
            if (id == null || !id.matches("[A-Za-z0-9._-]{1,128}")) {
                throw new IllegalArgumentException("the key pair has no usable `kid`");
            }
            return new ContextSigner(pair, clock);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not an Ed25519 key pair", e);
        }
    }

    /** A new Ed25519 pair as a private JWK: a secret. */
    public static String newPair() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(point);
            String id = HexFormat.of().formatHex(digest, 0, 8);
            return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                    .d(Base64URL.encode(seed))
                    .keyID(id)
                    .build()
                    .toJSONString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make Ed25519 keys", e);
        }
    }

    /** The value of {@code X-Omnia-Context}, good for this long from now. */
    public String sign(SignedContext context, Duration lifetime) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", AUDIENCE);
        claims.putAll(context.toClaims());
        return signClaims(claims, lifetime);
    }

    /** A token of these claims, with {@code iat}, {@code exp} and {@code jti} added where they are missing. */
    public String signClaims(Map<String, Object> claims, Duration lifetime) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.putIfAbsent("iat", now);
        all.putIfAbsent("exp", now + lifetime.toSeconds());
        all.putIfAbsent("jti", RequestIds.next());
        String signed = header + "." + Base64URL.encode(JSONObjectUtils.toJSONString(all));
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64URL.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** The public half, as a JWKS: for the doors. */
    public String publicJwks() {
        return "{\"keys\":[" + publicKey.toJSONString() + "]}";
    }
}
