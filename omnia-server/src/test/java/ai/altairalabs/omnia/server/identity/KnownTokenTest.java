package ai.altairalabs.omnia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.identity.Authentication.Accepted;
import ai.altairalabs.omnia.server.identity.Authentication.Pending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What was made of a token is kept, but for what belongs to one request, and as long as policies map it in the same way. */
class KnownTokenTest {
    private final SettableClock clock = new SettableClock();
    private final ContextSigner signer = ContextSigner.generate(clock);
    private final KeySet keys = KeySet.ofJson(signer.publicJwks());

    private static PolicySet mapping(String claim, String header) {
        return PolicySet.compile(
                ManifestReader.read(List.of(new SourceText("policy.yaml", """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata:
                  name: support-agent-policy
                  namespace: production
                spec:
                  claimMapping:
                    forwardClaims:
                      - claim: %s
                        header: %s
                """.formatted(claim, header)))),
                Limits.standard(() -> 0));
    }

    private static Caller caller(Authenticator authenticator, PolicySet policies, String name, String value) {
        Authentication authentication = authenticator.authenticate(Headers.of(name, value), policies);
        Authentication known = authentication instanceof Pending(var outcome)
                ? outcome.orTimeout(120, TimeUnit.SECONDS).join()
                : authentication;
        assertThat(known).isInstanceOf(Accepted.class);
        return ((Accepted) known).caller();
    }

    @Test
    void eachRequestOfAContextWithoutAnIdGetsOneOfItsOwn() {
        String context = signer.sign(
                new SignedContext(
                        "support-agent",
                        "production",
                        "s-1",
                        "",
                        Identity.ANONYMOUS,
                        Map.of("X-Omnia-Claim-Team", "support"),
                        Map.of()),
                Duration.ofMinutes(5));
        Authenticator authenticator = new SignedAuthenticator(keys, "production", null, clock);
        PolicySet policies = mapping("team", "X-Omnia-Claim-Team");

        Caller first = caller(authenticator, policies, OmniaHeaders.CONTEXT, context);
        Caller second = caller(authenticator, policies, OmniaHeaders.CONTEXT, context);

        assertThat(first.requestId()).matches("[0-9a-f]{32}").isNotEqualTo(second.requestId());
        assertThat(first.headers())
                .containsEntry("X-Omnia-Claim-Team", "support")
                .isEqualTo(second.headers());
    }

    @Test
    void aTokenIsMappedAnewWhenTheMappingChanges() {
        Authenticator authenticator = new JwtAuthenticator(
                new TokenVerifier(keys, "https://issuer", "agents", clock),
                "production",
                "support-agent",
                UserClaims.STANDARD);
        String token = "Bearer "
                + signer.signClaims(
                        Map.of("iss", "https://issuer", "aud", "agents", "team", "support", "tier", "gold"),
                        Duration.ofMinutes(5));
        PolicySet team = mapping("team", "X-Omnia-Claim-Team");

        Caller first = caller(authenticator, team, "Authorization", token);
        Caller second = caller(authenticator, team, "Authorization", token);
        Caller remapped = caller(authenticator, mapping("tier", "X-Omnia-Claim-Tier"), "Authorization", token);

        assertThat(first.headers())
                .containsEntry("X-Omnia-Claim-Team", "support")
                .isEqualTo(second.headers());
        assertThat(first.requestId()).isNotEqualTo(second.requestId());
        assertThat(remapped.headers())
                .containsEntry("X-Omnia-Claim-Tier", "gold")
                .doesNotContainKey("X-Omnia-Claim-Team");
    }
}
