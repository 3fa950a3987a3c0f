package ai.altairalabs.omnia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.server.identity.Verification.Refused;
import ai.altairalabs.omnia.server.identity.Verification.Verified;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TokenVerifierTest {
    private static final String ISSUER = "https://issuer.example";
    private static final String AUDIENCE = "agents";
    private static final ECKey P384 = TestIssuer.ec(Curve.P_384, "ec-384");
    private static final ECKey P521 = TestIssuer.ec(Curve.P_521, "ec-521");

    private final SettableClock clock = new SettableClock();
    private final KeySet keys = KeySet.ofJson(TestIssuer.jwks(List.of(TestIssuer.RSA, TestIssuer.P256, P384, P521)));
    private final TokenVerifier verifier = new TokenVerifier(keys, ISSUER, AUDIENCE, clock);

    private JWTClaimsSet.Builder claims() {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("user-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    private Verification verify(JWTClaimsSet.Builder claims) {
        return verifier.verify(TestIssuer.sign(TestIssuer.RSA, JWSAlgorithm.RS256, claims.build()));
    }

    private static void assertRefused(Verification verification, String message) {
        assertThat(verification).isEqualTo(new Refused(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void acceptsEachRsaAlgorithm(String algorithm) {
        String token = TestIssuer.sign(TestIssuer.RSA, JWSAlgorithm.parse(algorithm), claims().build());
        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);
    }

    @Test
    void acceptsEachCurve() {
        for (var pair : List.of(
                Map.entry(TestIssuer.P256, JWSAlgorithm.ES256),
                Map.entry(P384, JWSAlgorithm.ES384),
                Map.entry(P521, JWSAlgorithm.ES512))) {
            String token = TestIssuer.sign(pair.getKey(), pair.getValue(), claims().build());
            assertThat(verifier.verify(token)).as(pair.getValue().getName()).isInstanceOf(Verified.class);
        }
    }

    @Test
    void acceptsEd25519() {
        ContextSigner signer = ContextSigner.generate(clock);
        TokenVerifier own = new TokenVerifier(KeySet.ofJson(signer.publicJwks()), ISSUER, AUDIENCE, clock);
        String token = signer.signClaims(Map.of("iss", ISSUER, "aud", AUDIENCE), Duration.ofMinutes(1));
        assertThat(own.verify(token)).isInstanceOf(Verified.class);
        assertRefused(
                own.verify(ContextSigner.generate(clock).signClaims(Map.of(), Duration.ofMinutes(1))),
                "the token's key is not known");
    }

    @Test
    void handsOverAllClaimsWithTheirTypes() {
        Verification verification = verify(claims().claim("limit", 1_000_000)
                .claim("ratio", 0.5)
                .claim("org", Map.of("team", "support"))
                .claim("roles", List.of("a", "b")));
        assertThat(((Verified) verification).claims())
                .containsEntry("sub", "user-1")
                .containsEntry("limit", 1_000_000L)
                .containsEntry("ratio", new java.math.BigDecimal("0.5"))
                .containsEntry("org", Map.of("team", "support"))
                .containsEntry("roles", List.of("a", "b"));
    }

    @Test
    void refusesNoneInAnySpelling() {
        String payload = base64(claims().build().toString());
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String header = base64("{\"alg\":\"" + none + "\"}");
            assertRefused(verifier.verify(header + "." + payload + "."), "the token's algorithm is not accepted");
            assertRefused(verifier.verify(header + "." + payload + ".AAAA"), "the token's algorithm is not accepted");
        }
    }

    @Test
    void refusesHs256WithThePublicKeyAsSecret() throws JOSEException {
        byte[] secret = TestIssuer.RSA.toPublicKey().getEncoded();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(TestIssuer.RSA.getKeyID())
                        .build(),
                claims().build());
        token.sign(new MACSigner(secret));
        assertRefused(verifier.verify(token.serialize()), "the token's algorithm is not accepted");
    }

    @Test
    void neverUsesASecretOrAWeakKeyOfAKeySet() throws JOSEException {
        var secret = new OctetSequenceKey.Builder(new byte[64]).keyID("secret").build();
        String weak = "{\"kty\":\"RSA\",\"kid\":\"weak\",\"e\":\"AQAB\",\"n\":\"" + "q".repeat(171) + "\"}";
        String rsa = TestIssuer.RSA.toPublicJWK().toJSONString();
        KeySet mixed = KeySet.ofJson(
                "{\"keys\":[" + secret.toJSONString() + "," + weak + ",{\"kty\":\"odd\"},7," + rsa + "]}");
        assertThat(mixed.status().keys()).isEqualTo(1);
        String onlyForEncryption = new RSAKey.Builder(TestIssuer.RSA)
                .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                .build()
                .toPublicJWK()
                .toJSONString();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> KeySet.ofJson("{\"keys\":[" + onlyForEncryption + "]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a key set: it holds no key that can be used");
    }

    @Test
    void refusesAnAlgorithmThatDoesNotFitTheKey() {
        KeySet pinned = KeySet.ofJson(TestIssuer.jwks(List.of(
                new RSAKey.Builder(TestIssuer.RSA).algorithm(JWSAlgorithm.RS256).build())));
        TokenVerifier strict = new TokenVerifier(pinned, ISSUER, AUDIENCE, clock);
        String token = TestIssuer.sign(TestIssuer.RSA, JWSAlgorithm.RS512, claims().build());
        assertRefused(strict.verify(token), "the token's key is not known");
        String relabelled = base64("{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}") + token.substring(token.indexOf('.'));
        assertRefused(verifier.verify(relabelled), "the token's key is not known");
    }

    @Test
    void refusesAnUnknownKey() {
        RSAKey stranger = TestIssuer.rsa("stranger");
        assertRefused(
                verifier.verify(TestIssuer.sign(stranger, JWSAlgorithm.RS256, claims().build())),
                "the token's key is not known");
    }

    @Test
    void refusesAForgedSignatureUnderAKnownKeyId() {
        RSAKey impostor = TestIssuer.rsa(TestIssuer.RSA.getKeyID());
        assertRefused(
                verifier.verify(TestIssuer.sign(impostor, JWSAlgorithm.RS256, claims().build())),
                "the token's signature is not valid");
    }

    @Test
    void refusesChangedClaims() {
        String token = TestIssuer.sign(TestIssuer.RSA, JWSAlgorithm.RS256, claims().build());
        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);
        String[] parts = token.split("\\.");
        String admin = base64(claims().claim("roles", List.of("admin")).build().toString());
        assertRefused(verifier.verify(parts[0] + "." + admin + "." + parts[2]), "the token's signature is not valid");
    }

    @Test
    void refusesAnotherIssuerAndAudience() {
        assertRefused(verify(claims().issuer("https://evil.example")), "the token is of another issuer");
        assertRefused(verify(claims().issuer(null)), "the token is of another issuer");
        assertRefused(verify(claims().audience("others")), "the token is for another audience");
        assertRefused(verify(claims().audience((String) null)), "the token is for another audience");
        assertThat(verify(claims().audience(List.of("others", AUDIENCE)))).isInstanceOf(Verified.class);
    }

    /** The caller is not told: who may not come in learns nothing of what would let it in. */
    @Test
    void theLogSaysWhichIssuerAndAudienceWereExpected() {
        Logger log = (Logger) LoggerFactory.getLogger(TokenVerifier.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        log.addAppender(appender);
        Level before = log.getLevel();
        log.setLevel(Level.DEBUG);
        try {
            verify(claims().issuer("https://evil.example"));
            verify(claims().audience("others"));
        } finally {
            log.setLevel(before);
            log.detachAppender(appender);
        }
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "a token is of another issuer than `" + ISSUER + "`",
                        "a token is for another audience than `" + AUDIENCE + "`");
    }

    @Test
    void refusesTokensOutsideTheirTime() {
        Instant now = clock.instant();
        assertRefused(verify(claims().expirationTime(Date.from(now.minusSeconds(31)))), "the token has expired");
        assertThat(verify(claims().expirationTime(Date.from(now.minusSeconds(29)))))
                .isInstanceOf(Verified.class);
        assertRefused(verify(claims().expirationTime(null)), "the token has no expiry");
        assertRefused(verify(claims().claim("exp", "tomorrow")), "the token has no expiry");
        assertRefused(verify(claims().notBeforeTime(Date.from(now.plusSeconds(31)))), "the token is not valid yet");
        assertThat(verify(claims().notBeforeTime(Date.from(now.plusSeconds(29)))))
                .isInstanceOf(Verified.class);
        assertRefused(verify(claims().issueTime(Date.from(now.plusSeconds(31)))), "the token was issued in the future");
    }

    @Test
    void refusesAVerifiedTokenOnceItExpires() {
        String token = TestIssuer.sign(TestIssuer.RSA, JWSAlgorithm.RS256, claims().build());
        Verification first = verifier.verify(token);
        assertThat(verifier.verify(token)).as("from the cache").isSameAs(first);
        clock.advance(Duration.ofSeconds(300 + 29));
        assertThat(((Verified) verifier.verify(token)).claims()).isEqualTo(((Verified) first).claims());
        clock.advance(Duration.ofSeconds(1));
        assertRefused(verifier.verify(token), "the token has expired");
    }

    @Test
    void remembersOnlySoManyTokens() {
        VerifiedTokens tokens = new VerifiedTokens();
        Verified verified = new Verified(Map.of());
        for (int i = 0; i < 10_000; i++) {
            tokens.put("token-" + i, verified, 0, 1_000_000, 1);
        }
        long held = java.util.stream.IntStream.range(0, 10_000)
                .filter(i -> tokens.get("token-" + i, 0, 1) != null)
                .count();
        assertThat(held).isBetween(1L, 2_050L);
        assertThat(tokens.get("token-9999", 0, 2)).as("other keys").isNull();
        assertThat(tokens.get("token-9999", 60_000, 1)).as("a minute later").isNull();
    }

    @Test
    void refusesUnknownCriticalExtensions() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(TestIssuer.RSA.getKeyID())
                        .criticalParams(Set.of("must-know"))
                        .customParam("must-know", true)
                        .build(),
                claims().build());
        token.sign(new RSASSASigner(TestIssuer.RSA));
        assertRefused(verifier.verify(token.serialize()), "the token asks for an extension that is not known");
    }

    @Test
    void refusesWhatIsNoToken() {
        String header = base64("{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}");
        for (String token : List.of(
                "",
                ".",
                "..",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                header + "..",
                "\u00e9.\u00e9.\u00e9",
                header + ".e30=.AAAA",
                base64("{\"alg\":7}") + ".e30.AAAA",
                base64("{\"alg\":\"RS256\",\"kid\":7}") + ".e30.AAAA",
                base64("[]") + ".e30.AAAA",
                base64("{\"alg\":\"none\",\"alg\":\"RS256\"}") + ".e30.AAAA")) {
            assertThat(verifier.verify(token)).as(token).isInstanceOf(Refused.class);
        }
        assertRefused(verifier.verify("x".repeat(16 * 1024 + 1)), "the token is too long");
    }

    @Test
    void refusesClaimsThatStandTwice() throws JOSEException {
        String payload = "{\"iss\":\"" + ISSUER + "\",\"aud\":\"" + AUDIENCE + "\",\"exp\":1999999999,"
                + "\"team\":\"a\",\"t\\u0065am\":\"b\"}";
        var jws = new com.nimbusds.jose.JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(TestIssuer.RSA.getKeyID())
                        .build(),
                new com.nimbusds.jose.Payload(payload));
        jws.sign(new RSASSASigner(TestIssuer.RSA));
        assertRefused(verifier.verify(jws.serialize()), "the token is malformed");
    }

    @Test
    void messagesHoldNoPartOfTheToken() {
        String token = TestIssuer.sign(
                TestIssuer.RSA, JWSAlgorithm.RS256, claims().issuer("SECRET").build());
        assertThat(((Refused) verifier.verify(token)).message())
                .doesNotContain("SECRET")
                .doesNotContain("ey");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
