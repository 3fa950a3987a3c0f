package ai.altairalabs.omnia.fuzz;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.server.identity.Authentication;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.SignedAuthenticator;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.Verification;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The signed context: nothing is believed that our key did not sign, and what is believed is in its time and meant for us.
 * The first octet says what the others are: a whole token, claims that we sign, a header that we sign, or claims that a
 * stranger signs in our name.
 */
public final class ContextTarget {
    private static final long NOW = Instant.parse("2026-11-23T10:00:00Z").getEpochSecond();
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    private static final String HEADER = encoded("{\"alg\":\"EdDSA\",\"kid\":\"fuzz\",\"typ\":\"JWT\"}");
    private static final KeyPair OURS = pair(1);
    private static final KeyPair STRANGERS = pair(2);
    private static final KeySet KEYS = KeySet.ofJson(jwks());
    private static final TokenVerifier VERIFIER =
            new TokenVerifier(KEYS, ContextSigner.ISSUER, ContextSigner.AUDIENCE, CLOCK);
    private static final SignedAuthenticator AUTHENTICATOR = new SignedAuthenticator(KEYS, "production", null, CLOCK);
    private static final PolicySet NO_POLICIES =
            PolicySet.compile(ManifestReader.read(List.of()), Limits.standard(System::nanoTime));

    /** Claims that are believed. */
    static final String CLAIMS =
            "{\"iss\":\"omnia-facade\",\"aud\":\"omnia-door\",\"iat\":" + NOW + ",\"exp\":" + (NOW + 60)
                    + ",\"agent\":\"support-agent\",\"namespace\":\"production\",\"subject\":\"u\",\"roles\":[\"a\"],"
                    + "\"claims\":{\"team\":\"eu\"},\"claim_headers\":{\"X-Omnia-Claim-Team\":\"eu\"},"
                    + "\"extra\":{\"X-Omnia-Param-Tier\":\"1\"}}";

    /** A token that is believed. */
    static final String TOKEN = signed(HEADER + "." + encoded(CLAIMS), OURS);

    private ContextTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Draw draw = new Draw(bytes);
        int kind = draw.octet() % 4;
        byte[] rest = draw.rest();
        switch (kind) {
            case 0 -> {
                String token = new String(rest, StandardCharsets.ISO_8859_1);
                Verification.Verified verified = verified(token);
                Finding.unless(
                        verified == null || beforeSignature(token).equals(beforeSignature(TOKEN)),
                        "a token is believed that we did not sign");
            }
            case 1 -> {
                Verification.Verified verified = verified(signed(HEADER + "." + encoded(rest), OURS));
                if (verified != null) {
                    checkClaims(verified.claims());
                    checkCaller(signed(HEADER + "." + encoded(rest), OURS), verified.claims());
                }
            }
            case 2 -> {
                if (verified(signed(encoded(rest) + "." + encoded(CLAIMS), OURS)) != null) {
                    checkHeader(rest);
                }
            }
            default ->
                Finding.unless(
                        verified(signed(HEADER + "." + encoded(rest), STRANGERS)) == null,
                        "a token is believed that a stranger signed");
        }
    }

    static boolean isBelieved(String token) {
        return verified(token) != null;
    }

    private static Verification.@Nullable Verified verified(String token) {
        return switch (VERIFIER.verify(token)) {
            case Verification.Verified verified -> verified;
            case Verification.Refused refused -> {
                Finding.unless(!refused.message().isEmpty(), "a refusal has no message");
                yield null;
            }
            case Verification.KeysPending _ -> throw new Finding("given keys are fetched");
        };
    }

    private static void checkClaims(Map<String, ?> claims) {
        Finding.unlessEqual("the issuer", claims.get("iss"), ContextSigner.ISSUER);
        Object audience = claims.get("aud");
        Finding.unless(
                ContextSigner.AUDIENCE.equals(audience)
                        || (audience instanceof List<?> list && list.contains(ContextSigner.AUDIENCE)),
                "a token for somebody else is believed");
        Finding.unless(
                claims.get("exp") instanceof Number expiry && expiry.doubleValue() > NOW - 31,
                "an old token is believed");
        for (String name : List.of("nbf", "iat")) {
            Object time = claims.get(name);
            Finding.unless(
                    time == null || (time instanceof Number number && number.doubleValue() < NOW + 31),
                    "a token of the future is believed");
        }
    }

    private static void checkCaller(String token, Map<String, ?> claims) {
        Authentication authentication = AUTHENTICATOR.authenticate(Headers.of("X-Omnia-Context", token), NO_POLICIES);
        if (authentication instanceof Authentication.Pending(var outcome)) {
            authentication = outcome.join();
        }
        if (authentication instanceof Authentication.Accepted(var caller)) {
            Finding.unless(!caller.agent().isEmpty(), "a caller without a name is accepted");
            Finding.unlessEqual("the namespace", claims.get("namespace"), "production");
            Finding.unlessEqual("the agent", caller.agent(), claims.get("agent"));
            Finding.unless(
                    !caller.headers().containsKey("X-Omnia-Namespace"), "a caller says what the door knows better");
            caller.headers().forEach((name, value) -> {
                Finding.unless(
                        HeaderText.isName(name) && name.startsWith("X-Omnia-"), "a header of another kind: " + name);
                Finding.unless(HeaderText.isValue(value), "a value that no header can have");
            });
        }
    }

    private static void checkHeader(byte[] json) {
        JsonNode header = JsonMapper.shared().readTree(json);
        Finding.unlessEqual("the algorithm", header.path("alg").asString(""), "EdDSA");
        Finding.unlessEqual("the key", header.path("kid").asString("fuzz"), "fuzz");
        Finding.unless(!header.has("crit") && !header.has("b64"), "an extension that nobody knows is believed");
    }

    private static String beforeSignature(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String signed(String text, KeyPair pair) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jwks() {
        byte[] key = OURS.getPublic().getEncoded();
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"kid\":\"fuzz\",\"x\":\""
                + encoded(Arrays.copyOfRange(key, key.length - 32, key.length)) + "\"}]}";
    }

    /** A pair that is the same in each run, so that seeds stay good. */
    private static KeyPair pair(int seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No randomness at all. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final int octet;

        Fixed(int octet) {
            this.octet = octet;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) octet);
        }
    }
}
