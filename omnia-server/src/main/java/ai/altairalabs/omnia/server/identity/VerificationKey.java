package ai.altairalabs.omnia.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A public key that signatures are checked with.
 *
 * @param id its {@code kid}, or null
 * @param type which algorithms it works with
 * @param only the one algorithm that its issuer uses it for; null: all of its type
 * @param key the key
 */
record VerificationKey(
        @Nullable String id,
        SignatureAlgorithm.KeyType type,
        @Nullable SignatureAlgorithm only,
        PublicKey key) {
    private static final int MIN_RSA_BITS = 2048;
    private static final byte[] ED25519_DER_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    VerificationKey {
        Objects.requireNonNull(type);
        Objects.requireNonNull(key);
    }

    boolean fits(SignatureAlgorithm algorithm) {
        return type == algorithm.keyType() && (only == null || only == algorithm);
    }

    boolean verifies(SignatureAlgorithm algorithm, byte[] signed, int length, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm.jcaName());
            if (algorithm.parameters() != null) {
                verifier.setParameter(algorithm.parameters());
            }
            verifier.initVerify(key);
            verifier.update(signed, 0, length);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /** The usable keys of a JWKS; a key of a type that we do not use is passed over. */
    static List<VerificationKey> ofJwks(String text) throws ParseException {
        Map<String, Object> set = JSONObjectUtils.parse(text);
        if (!(set.get("keys") instanceof List<?> items)) {
            throw new ParseException("it holds no list `keys`", 0);
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (Object item : items) {
            VerificationKey key = item instanceof Map<?, ?> fields ? ofJwk(named(fields)) : null;
            if (key != null) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new ParseException("it holds no key that can be used", 0);
        }
        return List.copyOf(keys);
    }

    private static Map<String, Object> named(Map<?, ?> fields) {
        Map<String, Object> named = new HashMap<>();
        fields.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static @Nullable VerificationKey ofJwk(Map<String, Object> fields) {
        try {
            JWK jwk = JWK.parse(fields);
            if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
                return null;
            }
            SignatureAlgorithm only = null;
            if (jwk.getAlgorithm() != null) {
                only = SignatureAlgorithm.named(jwk.getAlgorithm().getName());
                if (only == null) {
                    return null;
                }
            }
            return switch (jwk) {
                case RSAKey rsa
                when rsa.size() >= MIN_RSA_BITS ->
                    new VerificationKey(rsa.getKeyID(), SignatureAlgorithm.KeyType.RSA, only, rsa.toRSAPublicKey());
                case ECKey ec -> ofCurve(ec, only);
                case OctetKeyPair pair
                when Curve.Ed25519.equals(pair.getCurve()) ->
                    new VerificationKey(
                            pair.getKeyID(), SignatureAlgorithm.KeyType.ED25519, only, ed25519(pair.getDecodedX()));
                default -> null;
            };
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable VerificationKey ofCurve(ECKey ec, @Nullable SignatureAlgorithm only) throws JOSEException {
        SignatureAlgorithm.KeyType type = Curve.P_256.equals(ec.getCurve())
                ? SignatureAlgorithm.KeyType.P_256
                : Curve.P_384.equals(ec.getCurve())
                        ? SignatureAlgorithm.KeyType.P_384
                        : Curve.P_521.equals(ec.getCurve()) ? SignatureAlgorithm.KeyType.P_521 : null;
        return type == null ? null : new VerificationKey(ec.getKeyID(), type, only, ec.toECPublicKey());
    }

    /** The library leaves the conversion of these keys to others. */
    private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
        byte[] der = new byte[ED25519_DER_HEAD.length + point.length];
        System.arraycopy(ED25519_DER_HEAD, 0, der, 0, ED25519_DER_HEAD.length);
        System.arraycopy(point, 0, der, ED25519_DER_HEAD.length, point.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    }
}
