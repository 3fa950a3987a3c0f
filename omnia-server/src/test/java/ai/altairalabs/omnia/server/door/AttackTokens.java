package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.HeadersAuthenticator;
import ai.altairalabs.omnia.server.identity.JwtAuthenticator;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.SignedAuthenticator;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.UserClaims;
import ai.altairalabs.omnia.testkit.Attack;
import ai.altairalabs.omnia.testkit.Attack.Mode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** Tokens as attackers make them, and the doors that must not believe them. */
final class AttackTokens {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NAMESPACE = "production";
    private static final String ISSUER = "https://issuer.example";
    private static final String AUDIENCE = "customer-service";
    private static final String KEY_ID = "facade-1";
    private static final int POINT = 32;
    private static final KeyPair FACADE = pair();
    private static final KeyPair STRANGER = pair();
    private static final KeySet PUBLIC = KeySet.ofJson(JSON.writeValueAsString(Map.of(
            "keys",
            List.of(Map.of(
                    "kty",
                    "OKP",
                    "crv",
                    "Ed25519",
                    "x",
                    base64(point()),
                    "kid",
                    KEY_ID,
                    "alg",
                    "EdDSA",
                    "use",
                    "sig")))));

    private AttackTokens() {}

    /** What the door believes. */
    static Authenticator authenticator(Attack.Door door) {
        return switch (door.mode()) {
            case SIGNED -> new SignedAuthenticator(PUBLIC, NAMESPACE, door.agent(), Clock.systemUTC());
            case JWT ->
                new JwtAuthenticator(
                        new TokenVerifier(PUBLIC, ISSUER, AUDIENCE, Clock.systemUTC()),
                        NAMESPACE,
                        door.agent(),
                        UserClaims.STANDARD);
            case HEADERS -> new HeadersAuthenticator(NAMESPACE, door.agent());
        };
    }

    /** A good token of this mode. */
    static String good(Mode mode) {
        return token(mode, new Attack.Token(Map.of(), Map.of(), List.of(), Map.of(), "good"));
    }

    /** The token that the attack brings. */
    static String token(Mode mode, Attack.Token changes) {
        Map<String, Object> header = new LinkedHashMap<>(Map.of("typ", "JWT", "alg", "EdDSA", "kid", KEY_ID));
        header.putAll(changes.header());
        Map<String, Object> good = goodClaims(mode);
        Map<String, Object> claims = new LinkedHashMap<>(good);
        claims.putAll(changes.claims());
        long now = Clock.systemUTC().instant().getEpochSecond();
        changes.times().forEach((claim, seconds) -> claims.put(claim, now + seconds));
        changes.without().forEach(claims::remove);
        String head = base64(JSON.writeValueAsBytes(header));
        String signed = head + "." + base64(JSON.writeValueAsBytes(claims));
        return signed
                + "."
                + switch (changes.signature()) {
                    case "good" -> signature(FACADE, signed);
                    case "stranger" -> signature(STRANGER, signed);
                    case "of-other-claims" -> signature(FACADE, head + "." + base64(JSON.writeValueAsBytes(good)));
                    case "public-key-as-secret" -> hmac(signed);
                    default -> "";
                };
    }

    private static Map<String, Object> goodClaims(Mode mode) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("iat", now, "exp", now + 300));
        if (mode == Mode.JWT) {
            claims.putAll(Map.of(
                    "iss",
                    ISSUER,
                    "aud",
                    AUDIENCE,
                    "azp",
                    "support-agent",
                    "sub",
                    "ada",
                    "team",
                    "support",
                    "customer_id",
                    "C-42"));
            return claims;
        }
        claims.putAll(Map.of(
                "iss",
                ContextSigner.ISSUER,
                "aud",
                ContextSigner.AUDIENCE,
                "agent",
                "support-agent",
                "namespace",
                NAMESPACE,
                "session",
                "session-1",
                "request",
                "request-1",
                "subject",
                "ada",
                "claim_headers",
                Map.of("X-Omnia-Claim-Team", "support", "X-Omnia-Claim-Customer-Id", "C-42")));
        return claims;
    }

    private static String signature(KeyPair pair, String signed) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return base64(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(point(), "HmacSHA256"));
            return base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] point() {
        byte[] encoded = FACADE.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - POINT, encoded.length);
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
