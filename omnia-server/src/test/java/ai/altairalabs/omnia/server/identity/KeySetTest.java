package ai.altairalabs.omnia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.server.identity.Verification.KeysPending;
import ai.altairalabs.omnia.server.identity.Verification.Refused;
import ai.altairalabs.omnia.server.identity.Verification.Verified;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300) // ends a test that would wait for ever
class KeySetTest {
    private static final RSAKey NEXT = TestIssuer.rsa("rsa-2");
    private static final FetchedKeys.Timing QUICK =
            new FetchedKeys.Timing(Duration.ofMillis(150), Duration.ofMillis(50), Duration.ofMillis(100));

    /** As in production, but with time in between that a test can wait for. */
    private static final FetchedKeys.Timing PATIENT =
            new FetchedKeys.Timing(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMillis(300));

    private final TestIssuer issuer = new TestIssuer();

    @AfterEach
    void stop() {
        issuer.close();
    }

    private TokenVerifier verifier(KeySet keys) {
        return new TokenVerifier(keys, issuer.url().toString(), "tools", Clock.systemUTC());
    }

    private String token(JWK key) {
        return TestIssuer.sign(
                key,
                JWSAlgorithm.RS256,
                new JWTClaimsSet.Builder()
                        .issuer(issuer.url().toString())
                        .audience("tools")
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
    }

    private static Verification verifyWaiting(TokenVerifier verifier, String token) throws Exception {
        Verification verification = verifier.verify(token);
        while (verification instanceof KeysPending pending) {
            pending.refreshed().get();
            verification = verifier.verify(token);
        }
        return verification;
    }

    /** Asks until the token is verified: a fetch that took too long is made up for by a later one. */
    private static void awaitVerified(TokenVerifier verifier, String token) throws Exception {
        while (!(verifyWaiting(verifier, token) instanceof Verified)) {
            Thread.sleep(5);
        }
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    @Test
    void findsTheKeysOfAnIssuer() throws Exception {
        try (KeySet keys = KeySet.ofIssuer(issuer.url())) {
            awaitVerified(verifier(keys), token(TestIssuer.RSA));
            assertThat(keys.status().ready()).isTrue();
        }
    }

    @Test
    void refusesADiscoveryDocumentOfAnotherIssuer() throws Exception {
        issuer.discoveredIssuer = "https://evil.example";
        try (KeySet keys = KeySet.ofIssuer(issuer.url())) {
            await(() -> keys.status().fault().equals("its discovery document names another issuer"));
            assertThat(verifyWaiting(verifier(keys), token(TestIssuer.RSA)))
                    .isEqualTo(new Refused("the token's key is not known"));
            assertThat(issuer.fetches).hasValue(0);
        }
    }

    @Test
    void isPendingUntilTheFirstKeysAreThereAndNeverBlocks() throws Exception {
        issuer.hold();
        try (KeySet keys = KeySet.ofUrl(issuer.jwksUrl())) {
            TokenVerifier verifier = verifier(keys);
            // Were this to wait for the keys, it would wait for good: they come only after it.
            assertThat(verifier.verify(token(TestIssuer.RSA))).isInstanceOf(KeysPending.class);
            issuer.release();
            awaitVerified(verifier, token(TestIssuer.RSA));
        }
    }

    @Test
    void fetchesAKeyThatItDoesNotKnow() throws Exception {
        try (KeySet keys = FetchedKeys.start(new KeySource.Url(issuer.jwksUrl()), PATIENT)) {
            TokenVerifier verifier = verifier(keys);
            awaitVerified(verifier, token(TestIssuer.RSA));
            issuer.keys = List.of(NEXT);
            awaitVerified(verifier, token(NEXT));
            assertThat(verifyWaiting(verifier, token(TestIssuer.RSA)))
                    .as("the old key is withdrawn, and its verified tokens with it")
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void unknownKeysCannotMakeItFetchOften() throws Exception {
        long start = System.nanoTime();
        try (KeySet keys = FetchedKeys.start(new KeySource.Url(issuer.jwksUrl()), PATIENT)) {
            TokenVerifier verifier = verifier(keys);
            String stranger = token(NEXT);
            while (issuer.fetches.get() < 4) {
                assertThat(verifyWaiting(verifier, stranger)).isInstanceOf(Refused.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("four fetches have three pauses between them")
                    .isGreaterThan(PATIENT.between().multipliedBy(3));
        }
    }

    @Test
    void keepsTheLastGoodKeysWhileTheIssuerIsDown() throws Exception {
        try (KeySet keys = FetchedKeys.start(new KeySource.Url(issuer.jwksUrl()), QUICK)) {
            await(() -> keys.status().ready());
            issuer.down();
            await(() -> keys.status().failures() >= 2 && keys.status().fault().endsWith("could not be fetched"));
            assertThat(verifier(keys).verify(token(TestIssuer.RSA))).isInstanceOf(Verified.class);

            issuer.keys = List.of(NEXT);
            issuer.up();
            await(() -> keys.status().fault().isEmpty());
            assertThat(verifier(keys).verify(token(NEXT))).isInstanceOf(Verified.class);
        }
    }

    @Test
    void keepsTheLastGoodKeysWhenTheIssuerAnswersNonsense() throws Exception {
        try (KeySet keys = FetchedKeys.start(new KeySource.Url(issuer.jwksUrl()), QUICK)) {
            await(() -> keys.status().ready());
            for (String nonsense : List.of("<html>", "{}", "{\"keys\":[]}", "x".repeat(2 << 20))) {
                long before = keys.status().failures();
                issuer.body = nonsense;
                await(() -> keys.status().failures() > before);
                assertThat(keys.status().keys()).isEqualTo(1);
            }
            assertThat(verifier(keys).verify(token(TestIssuer.RSA))).isInstanceOf(Verified.class);
        }
    }

    @Test
    void refusesEveryTokenWhileTheIssuerWasNeverSeen() throws Exception {
        issuer.down();
        try (KeySet keys = KeySet.ofUrl(issuer.jwksUrl())) {
            await(() -> keys.status().failures() > 0);
            assertThat(verifyWaiting(verifier(keys), token(TestIssuer.RSA))).isInstanceOf(Refused.class);
            assertThat(keys.status().ready()).isFalse();
        }
    }

    @Test
    void readsAFileAgainAfterItChanged(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, TestIssuer.jwks(List.of(TestIssuer.RSA)));
        try (KeySet keys = KeySet.ofFile(file)) {
            TokenVerifier verifier = verifier(keys);
            awaitVerified(verifier, token(TestIssuer.RSA));
            Path fresh = Files.writeString(directory.resolve("new"), TestIssuer.jwks(List.of(NEXT)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            await(() -> verifier.verify(token(NEXT)) instanceof Verified);
            Files.delete(file);
            await(() -> keys.status().fault().equals("there is no such file"));
            assertThat(verifier.verify(token(NEXT))).isInstanceOf(Verified.class);
        }
    }

    @Test
    void isDoneWithWaitersWhenItIsClosed() {
        issuer.hold();
        KeySet keys = KeySet.ofUrl(issuer.jwksUrl());
        var waiting = keys.refresh();
        keys.close();
        assertThat(waiting).isDone();
        assertThat(keys.refresh()).isDone();
    }

    @Test
    void takesOnlyHttpUrls() {
        for (String url : List.of("file:///etc/passwd", "ftp://x/y", "keys.json", "http:///x")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> KeySet.ofUrl(URI.create(url)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("`" + url + "` is not an http or https URL");
        }
    }
}
