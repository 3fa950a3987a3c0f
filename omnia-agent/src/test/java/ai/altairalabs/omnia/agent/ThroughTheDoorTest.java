package ai.altairalabs.omnia.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.agent.ToolCallService.Outcome;
import ai.altairalabs.omnia.agent.fixture.RecordingServer;
import ai.altairalabs.omnia.agent.fixture.WsClient;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.door.DoorSettings;
import ai.altairalabs.omnia.server.door.ProxyDoor;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.SignedAuthenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** A user's message, through facade, runtime and the real door, to a tool that records what reached it. */
@Timeout(300) // ends a test that would hang
class ThroughTheDoorTest {
    private static final String NO_ACCESS = "I may not: tool-access";

    private final Metrics metrics = new Metrics();
    private final AuditLog audit = AuditLog.to(OutputStream.nullOutputStream(), Clock.systemUTC());
    private RecordingServer tool;
    private AgentFixture fixture;
    private KeySet facadeKeys;
    private ProxyDoor door;

    @BeforeEach
    void start() throws Exception {
        tool = RecordingServer.answering("{\"ok\":true}");
        fixture = new AgentFixture(AgentFixture.ALL, (_, _) -> Optional.of(doorUri()));
        facadeKeys = KeySet.ofJson(fixture.signer.publicJwks());
        door = ProxyDoor.start(
                DoorSettings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tool.origin(), "production"),
                new SignedAuthenticator(facadeKeys, "production", null, Clock.systemUTC()),
                fixture.policies,
                audit,
                metrics);
    }

    @AfterEach
    void stop() {
        fixture.close();
        door.close();
        facadeKeys.close();
        tool.close();
        audit.close();
        metrics.close();
    }

    @Test
    void lettingThroughWhatPolicyAllowsWithTheUsersClaims() throws Exception {
        String token = fixture.token(Map.of("team", "support", "customer_id", "C-42"));
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token, "X-Omnia-Claim-Team", "admins");
        try (WsClient client = WsClient.connect(webSocket(), headers)) {
            client.next();
            assertThat(said(client.send("refund 100").turn())).isEqualTo("Refunded: true.");
        }
        assertThat(tool.received()).singleElement().satisfies(call -> {
            assertThat(call.target()).isEqualTo("/v1/refund");
            assertThat(call.body()).isEqualTo("{\"amount\":100,\"reason\":\"broken\"}");
            assertThat(call.headers())
                    .containsEntry("x-omnia-claim-team", "support")
                    .containsEntry("x-omnia-claim-customer-id", "C-42")
                    .containsEntry("x-omnia-agent-name", "support-agent")
                    .containsEntry("x-omnia-user-id", "u-7")
                    .containsEntry("x-omnia-tool-name", "process_refund")
                    .doesNotContainKeys("x-omnia-context", "authorization");
        });
    }

    @Test
    void showingTheRefusalToModelAndUser() throws Exception {
        try (WsClient client = WsClient.connect(webSocket(), fixture.token(Map.of("team", "support")))) {
            client.next();
            List<ObjectNode> turn = client.send("refund 750").turn();
            assertThat(turn.get(1).get("error").toString())
                    .isEqualTo("{\"rule\":\"max-refund-amount\",\"message\":\"Refund amount exceeds the $500 limit\"}");
            assertThat(said(turn)).isEqualTo("I may not: Refund amount exceeds the $500 limit");
            assertThat(said(client.send("force delete").turn())).isEqualTo(NO_ACCESS);
        }
        try (WsClient noTeam = WsClient.connect(webSocket(), fixture.token(Map.of()))) {
            noTeam.next();
            assertThat(said(noTeam.send("refund 100").turn()))
                    .isEqualTo("I may not: Team claim is required for refund operations");
        }
        assertThat(complete(fixture.token(Map.of("team", "support")), "refund 750"))
                .contains("I may not: Refund amount exceeds the $500 limit");
        assertThat(tool.received()).isEmpty();
    }

    @Test
    void callingOneToolForOneUser() throws Exception {
        ToolCallService calls = fixture.agent.toolCalls();
        String token = fixture.token(Map.of("team", "support"));
        assertThat(calls.call(token, "lookup_order", "{\"order_id\":\"O-1\"}"))
                .isEqualTo(new Outcome.Answered(200, "", "{\"ok\":true}"));
        Outcome refused = calls.call(token, "delete_account", "{\"customer_id\":\"C-42\"}");
        assertThat(refused).isInstanceOfSatisfying(Outcome.Answered.class, answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.decisionId()).isNotEmpty();
            assertThat(answer.body()).contains("\"rule\":\"tool-access\"");
        });
        assertThat(tool.received()).hasSize(1);
    }

    private URI doorUri() {
        return URI.create("http://127.0.0.1:" + door.address().getPort());
    }

    private InetSocketAddress webSocket() {
        return fixture.agent.address(FacadeType.WEBSOCKET).orElseThrow();
    }

    private static String said(List<ObjectNode> turn) {
        return turn.getLast().get("content").stringValue();
    }

    private String complete(String token, String message) throws Exception {
        ObjectNode body = Json.object().put("model", "support-agent");
        body.set("messages", Json.array().add(Json.object().put("role", "user").put("content", message)));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + fixture.agent.address(FacadeType.REST).orElseThrow().getPort() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
