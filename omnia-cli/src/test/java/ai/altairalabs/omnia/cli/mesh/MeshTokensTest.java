package ai.altairalabs.omnia.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.realparts.Envoy;
import ai.altairalabs.omnia.realparts.IstioTranslation;
import ai.altairalabs.omnia.realparts.IstioTranslation.Translation;
import ai.altairalabs.omnia.realparts.MeshCertificates;
import ai.altairalabs.omnia.realparts.MeshProxy;
import ai.altairalabs.omnia.realparts.RawCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' tokens at an agent: what a real Envoy does with Istio's own translation of our RequestAuthentication. */
class MeshTokensTest {
    private static final Map<String, Object> CLAIMS = Map.of(
            "team", "support", "org", Map.of("unit", 7), "roles", List.of("clerk", "lead"), "secret", "not mapped");

    @TempDir
    private Path directory;

    private RecordingTool facade;
    private LoopbackIssuer issuer;
    private Envoy envoy;

    @BeforeEach
    void start() throws Exception {
        facade = new RecordingTool();
        issuer = new LoopbackIssuer();
        int port = Envoy.freePort();
        Path manifest = Files.writeString(directory.resolve("agent.yaml"), """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentRuntime
                metadata:
                  name: support-agent
                  namespace: production
                spec:
                  facades:
                    - type: rest
                      port: %d
                  externalAuth:
                    oidc:
                      issuer: %s
                      audience: support-agent
                ---
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata:
                  name: claims
                  namespace: production
                spec:
                  claimMapping:
                    forwardClaims:
                      - claim: team
                        header: X-Omnia-Claim-Team
                      - claim: org.unit
                        header: X-Omnia-Claim-Unit
                      - claim: absent
                        header: X-Omnia-Claim-Absent
                """.formatted(port, issuer.name()));
        String objects = RenderedMesh.of(List.of(manifest), Mesh.DEFAULT);
        Translation translation = IstioTranslation.ofWorkload(
                        "production", Map.of("omnia.altairalabs.ai/agent", "support-agent"))
                .translate(objects);
        MeshCertificates certificates = MeshCertificates.of("cluster.local");
        String address = facade.address();
        envoy = MeshProxy.start(
                translation,
                certificates,
                certificates.server("production", "support-agent"),
                port,
                Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    }

    @AfterEach
    void stop() {
        if (envoy != null) {
            envoy.close();
        }
        issuer.close();
        facade.close();
    }

    private int call(Map<String, String> headers) {
        return RawCall.send(envoy.port(), null, "POST /v1/messages", headers);
    }

    private Map<String, List<String>> seen() {
        assertThat(facade.requests()).hasSize(1);
        return facade.requests().getFirst().headers();
    }

    @Test
    void aVerifiedTokensClaimsBecomeHeadersAndTheTokenStays() throws Exception {
        String token = issuer.token("support-agent", CLAIMS);

        assertThat(call(Map.of("Authorization", "Bearer " + token))).isEqualTo(200);
        assertThat(seen())
                .containsEntry("X-omnia-claim-team", List.of("support"))
                .containsEntry("X-omnia-claim-unit", List.of("7"))
                .containsEntry("Authorization", List.of("Bearer " + token))
                .doesNotContainKey("X-omnia-claim-absent");
        assertThat(String.valueOf(seen())).doesNotContain("not mapped");
    }

    @Test
    void whatTheClientSentUnderAMappedNameIsDropped() throws Exception {
        String token = issuer.token("support-agent", Map.of("team", "support"));

        assertThat(call(Map.of(
                        "Authorization", "Bearer " + token,
                        "X-Omnia-Claim-Team", "admins",
                        "X-Omnia-Claim-Unit", "1",
                        "X-Omnia-Claim-Absent", "forged")))
                .isEqualTo(200);
        assertThat(seen())
                .containsEntry("X-omnia-claim-team", List.of("support"))
                .doesNotContainKey("X-omnia-claim-unit")
                .doesNotContainKey("X-omnia-claim-absent");
    }

    @Test
    void aBrowsersWebSocketSendsItsTokenAsASubprotocol() throws Exception {
        String token = issuer.token("support-agent", CLAIMS);

        assertThat(call(Map.of("Sec-WebSocket-Protocol", "omnia.v1, omnia.bearer, " + token)))
                .isEqualTo(200);
        assertThat(seen()).containsEntry("X-omnia-claim-team", List.of("support"));
    }

    @Test
    void withoutATokenNothingGetsIn() {
        assertThat(call(Map.of("X-Omnia-Claim-Team", "admins"))).isEqualTo(403);
        assertThat(facade.requests()).isEmpty();
    }

    @Test
    void aTokenThatIsNotTheIssuersOrNotForThisAgentIsRefused() throws Exception {
        assertThat(call(Map.of("Authorization", "Bearer " + issuer.forged("support-agent", CLAIMS))))
                .isEqualTo(401);
        assertThat(call(Map.of("Authorization", "Bearer " + issuer.token("another-agent", CLAIMS))))
                .isEqualTo(403);
        assertThat(call(Map.of("Authorization", "Bearer nonsense"))).isEqualTo(401);
        assertThat(facade.requests()).isEmpty();
    }
}
