package ai.altairalabs.omnia.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.agent.ToolCallService.Outcome;
import ai.altairalabs.omnia.agent.fixture.RecordingServer;
import ai.altairalabs.omnia.agent.fixture.WsClient;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.Verification;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** An agent with real tokens and a recording server where its door would be. */
@Timeout(300) // ends a test that would hang
class AgentServiceTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private RecordingServer door;
    private AgentFixture fixture;

    @BeforeEach
    void start() throws Exception {
        door = RecordingServer.answering("{\"ok\":true}");
        fixture = new AgentFixture(AgentFixture.ALL, (_, _) -> Optional.of(door.origin()));
    }

    @AfterEach
    void stop() {
        fixture.close();
        door.close();
        http.shutdownNow();
    }

    @Test
    void signsTheMappedClaimsOfTheUserAndNothingThatTheClientSays() throws Exception {
        String token = fixture.token(Map.of("team", "support", "customer_id", 1_000_000, "secret", "not mapped"));
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + token, "X-Omnia-Claim-Team", "admins", "X-Omnia-User-Id", "root");
        try (WsClient client = WsClient.connect(address(), headers)) {
            String session = client.next().get("session_id").stringValue();
            assertThat(client.send("refund 20").turn().getLast().get("content").stringValue())
                    .isEqualTo("Refunded: true.");
            Map<String, Object> context = context();
            assertThat(context)
                    .containsEntry("agent", "support-agent")
                    .containsEntry("namespace", "production")
                    .containsEntry("session", session)
                    .containsEntry("subject", "u-7")
                    .containsEntry("email", "ann@example.org")
                    .containsEntry("roles", List.of("agents", "staff"))
                    .containsEntry("claims", Map.of("team", "support", "customer_id", "1000000"))
                    .containsEntry(
                            "claim_headers",
                            Map.of("X-Omnia-Claim-Team", "support", "X-Omnia-Claim-Customer-Id", "1000000"))
                    .containsEntry("extra", Map.of("X-Omnia-Provider", "scripted", "X-Omnia-Model", "support-demo"));
            assertThat((long) context.get("exp") - (long) context.get("iat")).isLessThanOrEqualTo(300);
            assertThat(door.received().getFirst().headers())
                    .doesNotContainKeys("authorization", "x-omnia-claim-team", "x-omnia-user-id");
            assertThat(door.received().getFirst().headers().toString()).doesNotContain(token);
        }
    }

    @Test
    void acceptsTokensOfItsIssuerForItsAudienceOnly() throws Exception {
        Map<String, Object> user = Map.of("user", Map.of("id", "u-7"));
        Instant soon = Instant.now().plusSeconds(60);
        assertThat(models(fixture.issuer.token(user, "support-agent", soon))).isEqualTo(200);
        assertThat(models(fixture.issuer.token(user, "another-agent", soon))).isEqualTo(401);
        assertThat(models(fixture.issuer.token(
                        user, "support-agent", Instant.now().minusSeconds(60))))
                .isEqualTo(401);
        assertThat(models(fixture.issuer.token(Map.of(), "support-agent", soon)))
                .as("a token without the mapped subject")
                .isEqualTo(401);
        assertThat(models(new ai.altairalabs.omnia.agent.fixture.Issuer().token(user)))
                .isEqualTo(401);
        assertThat(models(fixture.signer.signClaims(
                        Map.of("iss", "https://issuer.example", "aud", "support-agent", "user", Map.of("id", "x")),
                        java.time.Duration.ofMinutes(1))))
                .as("the facade's own key is not the issuer's")
                .isEqualTo(401);
    }

    @Test
    void refusesClaimsThatCannotTravel() throws Exception {
        assertThat(complete(fixture.token(Map.of("team", "a\r\nX-Evil: 1")), "refund 20")
                        .statusCode())
                .isEqualTo(400);
        assertThat(complete(fixture.token(Map.of("mail", "änn@example.org")), "refund 20")
                        .statusCode())
                .isEqualTo(400);
        assertThat(complete(fixture.token(Map.of("groups", List.of("a,b"))), "refund 20")
                        .statusCode())
                .isEqualTo(400);
        assertThat(door.received()).isEmpty();
    }

    @Test
    void offersNoToolThatAPolicyDeniesAndSendsItToTheDoorWhenAskedAllTheSame() throws Exception {
        String token = fixture.token(Map.of());
        assertThat(complete(token, "delete it").body()).contains("I am not given the tool delete_account.");
        assertThat(door.received()).isEmpty();
        complete(token, "force delete it");
        assertThat(door.received()).singleElement().satisfies(call -> {
            assertThat(call.target()).isEqualTo("/v1/accounts/delete");
            assertThat(call.header("X-Omnia-Tool-Name")).isEqualTo("delete_account");
        });
    }

    @Test
    void followsAChangeOfPolicyAtOnce() throws Exception {
        String token = fixture.token(Map.of("team", "support"));
        fixture.change(AgentFixture.ALL
                .replace("[lookup_order, process_refund]", "[delete_account]")
                .replace("claim: team", "claim: mail"));
        assertThat(complete(token, "delete it").body()).contains("Deleted.");
        assertThat(context()).containsEntry("claim_headers", Map.of("X-Omnia-Claim-Team", "ann@example.org"));
        assertThat(complete(token, "refund 20").body()).contains("I am not given the tool process_refund");
    }

    @Test
    void letsNobodyInBeforeItsPoliciesAreLoaded() throws Exception {
        fixture.close();
        fixture = AgentFixture.unloaded(AgentFixture.ALL, (_, _) -> Optional.of(door.origin()));
        assertThat(fixture.agent.ready()).isFalse();
        assertThat(complete(fixture.token(Map.of()), "hi").statusCode()).isEqualTo(503);
        fixture.load();
        assertThat(fixture.agent.ready()).isTrue();
        assertThat(complete(fixture.token(Map.of()), "hi").statusCode()).isEqualTo(200);
    }

    @Test
    void letsNobodyInWithoutExternalAuth() throws Exception {
        String closed = AgentFixture.ALL.replaceAll("(?s)  externalAuth:.*?mail}\n", "");
        try (AgentFixture nobody = new AgentFixture(closed, (_, _) -> Optional.of(door.origin()))) {
            assertThat(models(nobody.agent.address(FacadeType.REST).orElseThrow(), nobody.token(Map.of())))
                    .isEqualTo(401);
        }
    }

    @Test
    void servesTheFacadesThatTheManifestNames() throws Exception {
        String webSocketOnly = AgentFixture.ALL.replace(", {type: rest, port: 8081}", "");
        try (AgentFixture one = new AgentFixture(webSocketOnly, (_, _) -> Optional.of(door.origin()))) {
            assertThat(one.agent.address(FacadeType.REST)).isEmpty();
            InetSocketAddress address = one.agent.address(FacadeType.WEBSOCKET).orElseThrow();
            assertThat(models(address, one.token(Map.of()))).isEqualTo(404);
        }
    }

    @Test
    void callsOneToolForOneUser() throws Exception {
        ToolCallService calls = fixture.agent.toolCalls();
        String token = fixture.token(Map.of("team", "support"));
        assertThat(calls.call(token, "delete_account", "{\"customer_id\":\"C-42\"}"))
                .isEqualTo(new Outcome.Answered(200, "", "{\"ok\":true}"));
        assertThat(door.received().getFirst().body()).isEqualTo("{\"customer_id\":\"C-42\"}");
        assertThat(context()).containsEntry("subject", "u-7");
        assertThat(calls.call("nonsense", "delete_account", "{}")).isInstanceOf(Outcome.Unauthenticated.class);
        assertThat(calls.call(token, "unknown", "{}"))
                .isEqualTo(new Outcome.NotSent("the agent's registry has no tool `unknown`"));
        assertThat(calls.call(token, "process_refund", "{\"a\":1,\"a\":2}"))
                .isEqualTo(new Outcome.NotSent("the arguments must be one JSON object, without a key twice"));
        assertThat(door.received()).hasSize(1);
        door.close();
        assertThat(calls.call(token, "lookup_order", "{}"))
                .isEqualTo(new Outcome.NoAnswer("the tool `lookup_order` cannot be reached"));
    }

    private Map<String, Object> context() {
        String signed = door.received().getLast().header("X-Omnia-Context");
        TokenVerifier verifier = new TokenVerifier(
                KeySet.ofJson(fixture.signer.publicJwks()),
                ContextSigner.ISSUER,
                ContextSigner.AUDIENCE,
                Clock.systemUTC());
        assertThat(verifier.verify(signed)).isInstanceOf(Verification.Verified.class);
        return ((Verification.Verified) verifier.verify(signed)).claims();
    }

    private InetSocketAddress address() {
        return fixture.agent.address(FacadeType.WEBSOCKET).orElseThrow();
    }

    private int models(String token) throws Exception {
        return models(address(), token);
    }

    private int models(InetSocketAddress address, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/v1/models"))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private HttpResponse<String> complete(String token, String message) throws Exception {
        ObjectNode body = Json.object().put("model", "support-agent");
        body.set("messages", Json.array().add(Json.object().put("role", "user").put("content", message)));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + address().getPort() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
