package ai.altairalabs.omnia.agent.facade;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.agent.fixture.RecordingServer.Answer;
import ai.altairalabs.omnia.agent.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(300) // ends a test that would hang
class ChatCompletionsTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private FacadeFixture facade;

    @BeforeEach
    void start() throws IOException {
        facade = new FacadeFixture(FacadeFixture.limits(50, 5_000, Duration.ofMinutes(2)));
    }

    @AfterEach
    void stop() {
        facade.close();
        http.shutdownNow();
    }

    @Test
    void answersWhole() throws Exception {
        HttpResponse<String> answer = complete("ann", asking("where is my order?", false));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = Json.parse(answer.body());
        assertThat(body.get("object").stringValue()).isEqualTo("chat.completion");
        assertThat(body.get("model").stringValue()).isEqualTo("support-agent");
        JsonNode choice = body.get("choices").get(0);
        assertThat(choice.get("message").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"The order is shipped.\"}");
        assertThat(choice.get("finish_reason").stringValue()).isEqualTo("stop");
        assertThat(body.has("usage")).as("a script counts no tokens").isFalse();
        assertThat(facade.door.received())
                .singleElement()
                .satisfies(call -> assertThat(call.header("X-Omnia-Context")).isEqualTo("signed-for-ann"));
    }

    @Test
    void answersInPieces() throws Exception {
        HttpResponse<String> answer = complete("ann", asking("hi there", true));
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        List<String> events =
                answer.body().lines().filter(line -> !line.isEmpty()).toList();
        assertThat(events).allMatch(line -> line.startsWith("data: "));
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
        StringBuilder content = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode chunk = Json.parse(event.substring(6));
            assertThat(chunk.get("object").stringValue()).isEqualTo("chat.completion.chunk");
            JsonNode piece = chunk.get("choices").get(0).get("delta").get("content");
            content.append(piece == null ? "" : piece.stringValue());
        }
        assertThat(content).hasToString("You said: hi there");
        assertThat(events.get(events.size() - 2)).contains("\"delta\":{},\"finish_reason\":\"stop\"");
    }

    @Test
    void showsTheRefusal() throws Exception {
        facade.door.answerWith(_ -> Answer.json(
                403, "{\"error\":\"policy_denied\",\"rule\":\"tool-access\",\"message\":\"not for this agent\"}"));
        HttpResponse<String> answer = complete("ann", asking("delete me", false));
        assertThat(answer.body()).contains("I may not: not for this agent (tool-access)");
    }

    @Test
    void takesTheConversationFromTheRequest() throws Exception {
        String body = "{\"model\":\"support-agent\",\"temperature\":0.5,\"messages\":["
                + "{\"role\":\"system\",\"content\":\"Be kind.\"},"
                + "{\"role\":\"user\",\"content\":\"order\"},"
                + "{\"role\":\"assistant\",\"content\":\"It is lost.\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"thank \"},"
                + "{\"type\":\"text\",\"text\":\"you\"}]}]}";
        assertThat(complete("ann", body).body()).contains("You said: thank you");
        assertThat(facade.door.received()).isEmpty();
    }

    @Test
    void keepsNoHeaderOfOursThatAClientSent() throws Exception {
        HttpRequest request = request("ann", asking("order", false))
                .header("X-Omnia-Request-Id", "my-request.1")
                .header("X-Omnia-Claim-Team", "admins")
                .header("X-Omnia-Context", "forged")
                .header("X-Omnia-Session-Id", "stolen")
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(facade.door.received()).singleElement().satisfies(call -> {
            assertThat(call.header("X-Omnia-Request-Id")).isNotEmpty().isNotEqualTo("my-request.1");
            assertThat(call.header("X-Omnia-Context")).isEqualTo("signed-for-ann");
            assertThat(call.header("X-Omnia-Session-Id")).isNotEqualTo("stolen");
            assertThat(call.headers()).doesNotContainKey("x-omnia-claim-team");
        });
    }

    @Test
    void refusesHeadersThatReadInTwoWays() throws Exception {
        for (Map.Entry<String, String> second :
                Map.of("X-Omnia-Claim-Team", "b", "x_omnia_claim_team", "b").entrySet()) {
            HttpRequest request = request("ann", asking("order", false))
                    .header("X-Omnia-Claim-Team", "a")
                    .header(second.getKey(), second.getValue())
                    .build();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Json.parse(answer.body()).get("error").get("code").stringValue())
                    .isEqualTo("malformed_request");
        }
        assertThat(facade.door.received()).isEmpty();
    }

    @Test
    void letsNobodyInWithoutAGoodToken() throws Exception {
        HttpResponse<String> answer = complete("mallory", asking("order", false));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"message\":\"the token is nobody's\",\"type\":\"invalid_request_error\","
                        + "\"param\":null,\"code\":\"unauthenticated\"}}");
        HttpRequest none = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(http.send(none, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(facade.door.received()).isEmpty();
    }

    @Test
    void refusesWhatItCannotDo() throws Exception {
        Map<String, Integer> bad = Map.of(
                "no json",
                400,
                "{\"model\":\"gpt-4\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                404,
                "{\"model\":\"support-agent\",\"messages\":[]}",
                400,
                "{\"model\":\"support-agent\",\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}",
                400,
                "{\"model\":\"support-agent\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}",
                400,
                "{\"model\":\"support-agent\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                400,
                "{\"model\":\"support-agent\",\"tools\":[{}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                400,
                "{\"model\":\"support-agent\",\"stream\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                400,
                "{\"model\":\"support-agent\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}",
                400);
        for (Map.Entry<String, Integer> request : bad.entrySet()) {
            HttpResponse<String> answer = complete("ann", request.getKey());
            assertThat(answer.statusCode()).as(request.getKey()).isEqualTo(request.getValue());
            assertThat(Json.parse(answer.body()).get("error").get("type").stringValue())
                    .isEqualTo("invalid_request_error");
        }
        assertThat(complete("odd", asking("order", false)).statusCode()).isEqualTo(400);
        facade.ready = false;
        assertThat(complete("ann", asking("order", false)).statusCode()).isEqualTo(503);
        assertThat(facade.door.received()).isEmpty();
    }

    @Test
    void boundsTheBody() throws Exception {
        assertThat(complete("ann", asking("x".repeat(6_000), false)).statusCode())
                .isEqualTo(413);
        assertThat(complete("ann", asking("x".repeat(4_000), false)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void waitsForNoSlowBody() throws Exception {
        try (FacadeFixture hasty = new FacadeFixture(FacadeFixture.limits(50, 5_000, Duration.ofMillis(600)));
                Socket socket = new Socket("127.0.0.1", hasty.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ann\r\n"
                            + "Content-Length: 1000\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void cutsOffTheTurnWhenTheClientGoesAway() throws Exception {
        facade.door.answerWith(_ -> Answer.json(200, "{}").after(600_000));
        String body = asking("order", true);
        try (Socket socket = new Socket("127.0.0.1", facade.address().getPort())) {
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ann\r\n"
                                    + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            while (facade.door.received().isEmpty()) {
                Thread.sleep(10);
            }
        }
        long began = System.nanoTime();
        facade.server.drain(Duration.ofMinutes(10));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("the door would answer in ten minutes, and the handler would wait for two")
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void namesItsOneModelAndServesNothingElse() throws Exception {
        HttpRequest models = HttpRequest.newBuilder(uri("/v1/models"))
                .header("Authorization", "Bearer ann")
                .build();
        JsonNode list = Json.parse(http.send(models, BodyHandlers.ofString()).body());
        assertThat(list.get("data").get(0).get("id").stringValue()).isEqualTo("support-agent");
        HttpRequest anonymous = HttpRequest.newBuilder(uri("/v1/models")).build();
        assertThat(http.send(anonymous, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        HttpRequest get = HttpRequest.newBuilder(uri("/v1/chat/completions")).build();
        assertThat(http.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        HttpRequest other = HttpRequest.newBuilder(uri("/v1/refund")).build();
        assertThat(http.send(other, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    private static String asking(String content, boolean stream) {
        return "{\"model\":\"support-agent\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                + content + "\"}]}";
    }

    private HttpResponse<String> complete(String token, String body) throws Exception {
        return http.send(request(token, body).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String token, String body) {
        return HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + facade.address().getPort() + path);
    }
}
