package ai.altairalabs.omnia.cli.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens for trying things out. */
class DevelopmentIssuerTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path directory;

    private OmniaHome home() {
        return new OmniaHome(directory);
    }

    private Verification verify(String token, String audience) throws Exception {
        KeySet keys = KeySet.ofJson(DevelopmentIssuer.of(home(), CLOCK).publicJwks());
        return new TokenVerifier(keys, DevelopmentIssuer.ISSUER, audience, CLOCK).verify(token);
    }

    @Test
    void aTokenIsAcceptedByWhoTrustsTheIssuer() throws Exception {
        String token = DevelopmentIssuer.of(home(), CLOCK)
                .token("support-agent", "alice", Map.of("team", "support", "level", 3), Duration.ofHours(1));

        assertThat(verify(token, "support-agent")).isInstanceOfSatisfying(Verification.Verified.class, verified -> {
            assertThat(verified.claims())
                    .containsEntry("sub", "alice")
                    .containsEntry("team", "support")
                    .containsEntry("level", 3L)
                    .containsKeys("exp", "nbf", "iat", "jti");
        });
        assertThat(verify(token, "another-agent")).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void theKeyIsMadeOnceAndIsForItsOwnerOnly() throws Exception {
        String first = DevelopmentIssuer.of(home(), CLOCK).publicJwks();

        assertThat(DevelopmentIssuer.of(home(), CLOCK).publicJwks()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().issuerKey())))
                .isEqualTo("rw-------");
        assertThat(first).doesNotContain("\"d\"");
    }

    @Test
    void aFileThatHoldsNoKeyIsNamed() throws Exception {
        Files.writeString(home().issuerKey(), "{}");

        assertThatThrownBy(() -> DevelopmentIssuer.of(home(), CLOCK))
                .isInstanceOf(CannotDo.class)
                .hasMessageContaining("issuer-key.json` holds no key; remove it and a new one is made");
    }
}
