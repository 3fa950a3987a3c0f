package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.HeadersAuthenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What only the decision point meets: questions, well and badly put. */
class DecisionPointTest {
    private static final String CALLER =
            "\"X-Omnia-Agent-Name\":\"support-agent\",\"X-Omnia-Claim-Team\":\"support\",\"X-Omnia-Request-Id\":\"r-1\"";
    private static final String HEADERS = "\"headers\":{\"Content-Type\":\"application/json\"," + CALLER + "}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final AuditLog audit = Patient.log(records);
    private final Metrics metrics = new Metrics();
    private DecisionDoor door;

    @BeforeEach
    void start() {
        door = DecisionDoor.start(
                Listening.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                DecisionSettings.of("production"),
                new HeadersAuthenticator("production", null),
                new GivenPolicies(TestPolicies.compile(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS)),
                audit,
                metrics);
    }

    @AfterEach
    void stop() {
        http.close();
        door.close();
        audit.close();
        metrics.close();
    }

    private HttpResponse<String> ask(String question) throws Exception {
        return DecisionFront.ask(http, door, question);
    }

    private JsonNode decide(String question) throws Exception {
        HttpResponse<String> response = ask(question);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private static String refund(String more) {
        return "{\"method\":\"POST\",\"path\":\"/v1/refund\"," + more + "}";
    }

    @Test
    void anAllowedCallSaysWhatToDoToTheHeaders() throws Exception {
        HttpResponse<String> response =
                ask(refund(HEADERS + ",\"body\":\"{\\\"amount\\\":7,\\\"reason\\\":\\\"late\\\"}\""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualToIgnoringNewLines("{\"decision\":\"allow\",\"status\":200,\"setHeaders\":{"
                        + "\"x-omnia-claim-team\":\"support\",\"x-omnia-agent-name\":\"support-agent\","
                        + "\"x-omnia-namespace\":\"production\",\"x-omnia-request-id\":\"r-1\","
                        + "\"x-omnia-tool-name\":\"process_refund\",\"x-omnia-tool-registry\":\"customer-tools\","
                        + "\"x-processed-by\":\"support\"},"
                        + "\"removeHeaders\":[\"authorization\",\"x-omnia-context\",\"proxy-authorization\"]}");
    }

    @Test
    void aRefusedCallSaysWhyAndWhichRecordSaysMore() throws Exception {
        JsonNode answer = decide(refund(HEADERS + ",\"body\":\"{\\\"amount\\\":750,\\\"reason\\\":\\\"broken\\\"}\""));

        assertThat(answer.propertyNames())
                .containsExactly("decision", "status", "decisionId", "error", "rule", "message");
        assertThat(answer.get("decision").asString()).isEqualTo("deny");
        assertThat(answer.get("status").asInt()).isEqualTo(403);
        assertThat(answer.get("error").asString()).isEqualTo("policy_denied");
        assertThat(answer.get("rule").asString()).isEqualTo("max-refund-amount");
        assertThat(answer.get("message").asString()).isEqualTo("Refund amount exceeds the $500 limit");
        assertThat(records.toString(StandardCharsets.UTF_8))
                .contains("\"decisionId\":\"" + answer.get("decisionId").asString() + "\"");
    }

    @Test
    void theOctetsOfABodyCount() throws Exception {
        // {"amount":750,"amount":7,"reason":"late"}
        String twice = "eyJhbW91bnQiOjc1MCwiYW1vdW50Ijo3LCJyZWFzb24iOiJsYXRlIn0=";
        assertThat(decide(refund(HEADERS + ",\"bodyBase64\":\"" + twice + "\""))
                        .get("message")
                        .asString())
                .isEqualTo("policy evaluation failed");
        // {"amount":7,"reason":"late"}
        String fine = "eyJhbW91bnQiOjcsInJlYXNvbiI6ImxhdGUifQ==";
        assertThat(decide(refund(HEADERS + ",\"bodyBase64\":\"" + fine + "\""))
                        .get("decision")
                        .asString())
                .isEqualTo("allow");
    }

    @Test
    void aCallThatADoorWouldNotPassOnIsRefused() throws Exception {
        assertThat(decide("{\"method\":\"POST\",\"path\":\"/v1/x/../refund\"," + HEADERS + "}")
                        .get("status")
                        .asInt())
                .isEqualTo(400);
        assertThat(decide(refund("\"headers\":{\"X-Omnia-Claim-Team\":[\"support\",\"billing\"]}"))
                        .get("status")
                        .asInt())
                .isEqualTo(400);
        assertThat(decide(refund("\"headers\":{\"X-Omnia-Claim-Team\":\"support\",\"x-omnia-claim-team\":\"b\"}"))
                        .get("status")
                        .asInt())
                .isEqualTo(400);
        assertThat(decide(refund("\"context\":\"a\",\"headers\":{\"X-Omnia-Context\":\"b\"}"))
                        .get("status")
                        .asInt())
                .isEqualTo(400);
        assertThat(decide(refund("\"token\":\"a\\r\\nX-Omnia-User-Id: root\""))
                        .get("status")
                        .asInt())
                .isEqualTo(400);
        assertThat(decide("{\"method\":\"POST\",\"path\":\"/v1/refund?x=1\"," + HEADERS + "}")
                        .get("message")
                        .asString())
                .contains("`query`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"method":"POST"}                                                    | `path` is missing
            {"path":"/"}                                                         | `method` is missing
            {"method":"POST","path":"/","metod":"GET"}                           | there is no field `metod`: did you mean `method`?
            {"method":"POST","path":"/","method":"GET"}                          | a name stands in it twice
            {"method":"POST","path":"/","headers":{"A":"1","A":"2"}}             | a name stands in it twice
            {"method":"POST","path":"/","body":{"amount":7}}                     | `body` must be a string: the text that will be sent, octet for octet
            {"method":"POST","path":"/","body":"{}","bodyBase64":"e30="}         | `body` and `bodyBase64` exclude each other
            {"method":"POST","path":"/","bodyBase64":"e30"}                      | `bodyBase64` is not Base64
            {"method":"POST","path":"/","bodyBase64":"e3 0="}                    | `bodyBase64` is not Base64
            {"method":"POST","path":"/","body":"\\ud800"}                         | half of a surrogate pair
            {"method":7,"path":"/"}                                              | `method` must be a string
            {"method":"POST","path":"/","headers":["A"]}                         | `headers` must be an object
            {"method":"POST","path":"/","headers":{"A":[1]}}                     | `headers` must be an object of strings, or of lists of strings
            {"method":"POST","path":null}                                        | `path` must be a string
            {"method":"POST","path":"/"} {}                                      | something follows the JSON object
            [{"method":"POST","path":"/"}]                                       | must be a JSON object
            {"method":"POST","path":"/"                                          | not well-formed JSON
            """)
    void aBadQuestionIsNotAnswered(String question, String message) throws Exception {
        HttpResponse<String> response = ask(question);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode body = JsonMapper.shared().readTree(response.body());
        assertThat(body.propertyNames()).containsExactly("error", "message");
        assertThat(body.get("error").asString()).isEqualTo("malformed_request");
        assertThat(body.get("message").asString()).contains(message);
    }

    @Test
    void aBadQuestionIsCounted() throws Exception {
        ask("{}");
        assertThat(metrics.scrape()).contains("omnia_requests_failed_total{reason=\"malformed\"} 1.0");
    }

    @Test
    void eachRefusalLeavesARecordOfWhatWasRefused() throws Exception {
        ask("{}");
        decide("{\"method\":\"POST\",\"path\":\"/v1/./refund\"," + HEADERS + "}");
        decide("{\"method\":\"POST\",\"path\":\"/v1/refund\",\"headers\":{\"X-Omnia-Namespace\":\"other\"}}");
        audit.close();
        assertThat(records.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(JsonMapper.shared()::readTree)
                        .map(record -> record.get("msg").asString() + " "
                                + record.get("status").asInt() + " "
                                + record.get("reason").asString() + " "
                                + record.get("method").asString() + " "
                                + record.get("path").asString()))
                .containsExactly(
                        "request_refused 400 malformed POST /v1/decision",
                        "request_refused 400 malformed POST /v1/./refund",
                        "request_refused 401 unauthenticated POST /v1/refund");
    }

    @Test
    void noQuestionIsLostWhenTheDoorIsDrainedUnderLoad() throws Exception {
        int askers = 8;
        String question = refund(HEADERS + ",\"body\":\"{\\\"amount\\\":7,\\\"reason\\\":\\\"late\\\"}\"");
        CountDownLatch begun = new CountDownLatch(askers * 20);
        List<Future<?>> asking = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(askers)) {
            for (int i = 0; i < askers; i++) {
                asking.add(threads.submit(() -> {
                    boolean last = false;
                    while (!last) {
                        HttpResponse<String> response = ask(question);
                        assertThat(response.statusCode()).isEqualTo(200);
                        last = response.headers().firstValue("Connection").equals(Optional.of("close"));
                        begun.countDown();
                    }
                    return null;
                }));
            }
            begun.await();
            door.drain(Duration.ofMinutes(2));
            for (Future<?> one : asking) {
                one.get();
            }
        }
        assertThatThrownBy(() -> ask(question)).isInstanceOf(ConnectException.class);
    }

    /** The JDK's server does not ask us: docs/decision-point.md says what it answers. */
    @Test
    void aTargetThatIsNoUriIsAnsweredByTheServerItself() throws Exception {
        for (String target : List.of("/v1/decision?x=%zz", "/v1/decision?x=|")) {
            try (RawClient client = new RawClient(door.address())) {
                client.send("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
                RawClient.Answer answer = client.read();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.values("Content-Type")).containsExactly("text/html");
                assertThat(answer.body()).isEqualTo("<h1>400 Bad Request</h1>URISyntaxException thrown");
                assertThat(client.isClosed()).isTrue();
            }
        }
        audit.close();
        assertThat(records.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aQuestionThatIsTooLongIsNotRead() throws Exception {
        assertThat(ask("{\"method\":\"" + "x".repeat(4 << 20) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void otherRequestsAreToldWhereToAsk() throws Exception {
        URI at = URI.create("http://127.0.0.1:" + door.address().getPort() + "/");
        HttpRequest.Builder json = HttpRequest.newBuilder().header("Content-Type", "application/json");
        HttpRequest.BodyPublisher empty = HttpRequest.BodyPublishers.ofString("{}");
        assertThat(status(json.copy().uri(at.resolve("/v1/data")).POST(empty))).isEqualTo(404);
        assertThat(status(json.copy().uri(at.resolve("/v1/decision")).GET())).isEqualTo(405);
        assertThat(status(HttpRequest.newBuilder(at.resolve("/v1/decision"))
                        .header("Content-Type", "text/plain")
                        .POST(empty)))
                .isEqualTo(415);
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
