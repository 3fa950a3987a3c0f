package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.altairalabs.omnia.server.identity.HeadersAuthenticator;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import ai.altairalabs.omnia.testkit.Outcome;
import ai.altairalabs.omnia.testkit.Vector;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The authorizer behind a real Envoy, set up as in the example: what reaches the tool is what the vectors say. */
class EnvoyTest {
    /** Vectors that Envoy, or what it does not tell, makes come out stricter; and the status. */
    private static final Map<String, Integer> STRICTER = Map.of(
            // Envoy holds every body, also one that no policy reads or enforces, and holds no more than it was told to.
            "body-unread-may-be-large",
            413,
            "body-over-the-size-limit-in-audit-mode",
            413,
            // Without a length there may be a body that Envoy was not told to send.
            "body-absent-with-post",
            403,
            "tutorial-refund-without-body",
            403);

    private static final String TEAM = "X-Omnia-Claim-Team: support\r\n";

    private static EnvoyFront envoy;

    private int before;

    @BeforeAll
    static void start() throws IOException {
        envoy = new EnvoyFront();
    }

    @AfterAll
    static void stop() throws IOException {
        if (envoy != null) {
            envoy.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> vectorsThroughEnvoy() {
        DoorRunner door = new DoorRunner(IdentityMode.SIGNED, envoy);
        return DoorVectorsTest.vectors().stream()
                .map(vector -> dynamicTest(vector.name(), () -> check(vector, door.run(vector))));
    }

    private static void check(Vector vector, Outcome outcome) {
        Integer stricter = STRICTER.get(vector.name());
        if (stricter != null) {
            assertThat(outcome.answer())
                    .isInstanceOfSatisfying(
                            Outcome.Answer.Stopped.class,
                            stopped -> assertThat(stopped.status()).isEqualTo(stricter));
            return;
        }
        assertThat(vector.expect().differences(vector.call(), outcome))
                .as(vector.description())
                .isEmpty();
    }

    private static Front.Opened authorizer() throws IOException {
        return envoy.open(
                DecisionSettings.of("production"),
                new HeadersAuthenticator("production", "support-agent"),
                new GivenPolicies(TestPolicies.compile(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS)),
                Patient.log(OutputStream.nullOutputStream()));
    }

    private static String refund(String fields, String body) {
        return "POST /v1/refund HTTP/1.1\r\nHost: tool\r\nContent-Type: application/json\r\n" + fields + "\r\n" + body;
    }

    private static String refund(String fields) {
        String body = "{\"amount\":7,\"reason\":\"late\"}";
        return refund(fields + "Content-Length: " + body.length() + "\r\n", body);
    }

    private static RawClient.Answer send(String request) throws IOException {
        try (RawClient client = envoy.client()) {
            return client.send(request).read();
        }
    }

    /** What Envoy answers while there is an authorizer. */
    private static List<RawClient.Answer> sendAll(String... requests) throws IOException {
        Front.Opened authorizer = authorizer();
        try {
            List<RawClient.Answer> answers = new ArrayList<>();
            for (String request : requests) {
                answers.add(send(request));
            }
            return answers;
        } finally {
            authorizer.close();
        }
    }

    @BeforeEach
    void count() {
        before = envoy.tool().seen().size();
    }

    private void assertRefused(int status, String... requests) throws IOException {
        assertThat(sendAll(requests)).extracting(RawClient.Answer::status).containsOnly(status);
        assertThat(envoy.tool().seen()).hasSize(before);
    }

    @Test
    void whenTheAuthorizerIsGoneEnvoyRefuses() throws Exception {
        assertThat(sendAll(refund(TEAM)).getFirst().status()).isEqualTo(200);
        assertThat(envoy.tool().seen()).hasSize(before + 1);

        assertThat(send(refund(TEAM)).status()).isEqualTo(503);
        assertThat(envoy.tool().seen()).hasSize(before + 1);
    }

    @Test
    void aHeaderThatIsSentTwiceIsRefused() throws Exception {
        assertRefused(400, refund(TEAM + TEAM), refund(TEAM + "x_omnia_claim_team: support\r\n"));
    }

    @Test
    void aHeaderThatIsInjectedReplacesAllThatWasSent() throws Exception {
        String sent = "X-Processed-By: a\r\nX-Processed-By: b\r\nConnection: keep-alive, X-Processed-By\r\n";

        assertThat(sendAll(refund(TEAM + sent)).getFirst().status()).isEqualTo(200);

        assertThat(envoy.tool().seen().getLast().values("X-Processed-By")).containsExactly("support");
    }

    @Test
    void aBodyInChunksIsDecidedOnWhole() throws Exception {
        String tooMuch = "6\r\n{\"amou\r\n20\r\nnt\":750,\"reason\":\"broken\",\"a\":1}\r\n0\r\n\r\n";

        RawClient.Answer answer = sendAll(refund(TEAM + "Transfer-Encoding: chunked\r\n", tooMuch))
                .getFirst();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("max-refund-amount");
        assertThat(answer.values("X-Omnia-Decision-Id")).hasSize(1);
        assertThat(answer.values("Content-Type")).containsExactly("application/json");
        assertThat(envoy.tool().seen()).hasSize(before);
    }

    @Test
    void aPathThatReadsDifferentlyIsRefused() throws Exception {
        assertRefused(
                400,
                Stream.of(
                                "/v1/x/../refund",
                                "//v1/refund",
                                "/v1/./refund",
                                "/v1/%72efund",
                                "/v1/refund%2f",
                                "/v1/refund;x=1")
                        .map(path -> refund(TEAM).replace("/v1/refund", path))
                        .toArray(String[]::new));
    }

    @Test
    void aBodyBeyondEnvoysLimitIsRefused() throws Exception {
        String body = "{\"reason\":\"" + "x".repeat(1 << 20) + "\"}";

        assertRefused(413, refund(TEAM + "Content-Length: " + body.length() + "\r\n", body));
    }
}
