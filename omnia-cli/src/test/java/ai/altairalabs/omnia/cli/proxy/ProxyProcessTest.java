package ai.altairalabs.omnia.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CustomerService;
import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omnia proxy} as a process, by a plain HTTP client and nothing else. */
class ProxyProcessTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private RecordingTool tool;

    @BeforeEach
    void start() throws Exception {
        tool = new RecordingTool();
        CustomerService.copyPolicies(directory);
    }

    @AfterEach
    void stop() {
        http.close();
        tool.close();
    }

    private CliProcess proxy(String... options) throws Exception {
        CliProcess proxy = CliProcess.startProxy(directory, tool, options);
        proxy.address();
        return proxy;
    }

    private static long records(CliProcess proxy) {
        try {
            return proxy.out()
                    .lines()
                    .filter(line -> line.contains("max-refund-amount"))
                    .count();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> refund(CliProcess proxy, String body, String... headers) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + proxy.address() + "/v1/refund"))
                        .header("Content-Type", "application/json")
                        .headers(headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anyAgentIsGuardedByTheUsersOwnToken() throws Exception {
        DevelopmentIssuer issuer = DevelopmentIssuer.of(new OmniaHome(directory.resolve("home")), Clock.systemUTC());
        Files.writeString(directory.resolve("jwks.json"), issuer.publicJwks());
        String token =
                issuer.token("tools", "alice", Map.of("team", "support", "customer_id", "C-42"), Duration.ofMinutes(5));
        try (CliProcess proxy = proxy(
                "--identity",
                "jwt",
                "--jwks",
                "jwks.json",
                "--issuer",
                DevelopmentIssuer.ISSUER,
                "--audience",
                "tools",
                "--agent",
                "support-agent")) {
            HttpResponse<String> tooMuch =
                    refund(proxy, "{\"amount\":750,\"reason\":\"broken\"}", "Authorization", "Bearer " + token);
            assertThat(tooMuch.statusCode()).isEqualTo(403);
            assertThat(tooMuch.body())
                    .isEqualTo("{\"error\":\"policy_denied\",\"rule\":\"max-refund-amount\","
                            + "\"message\":\"Refund amount exceeds the $500 limit\"}");
            assertThat(refund(proxy, "{\"amount\":7}", "X-Omnia-Claim-Team", "support")
                            .statusCode())
                    .isEqualTo(401);
            assertForeignTokensGetNowhere(proxy, issuer);
            assertThat(tool.requests()).isEmpty();

            HttpResponse<String> fine =
                    refund(proxy, "{\"amount\":7,\"reason\":\"late\"}", "Authorization", "Bearer " + token);
            assertThat(fine.statusCode()).isEqualTo(200);
            assertThat(tool.requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/v1/refund");
                assertThat(request.body()).isEqualTo("{\"amount\":7,\"reason\":\"late\"}");
                assertThat(request.headers().get("X-processed-by")).containsExactly("support");
                assertThat(request.headers()).doesNotContainKey("Authorization");
            });
            // The record is there before the refusal, or soon after when the door's machine is too busy to write it.
            proxy.until(() -> records(proxy) > 0);
            assertThat(records(proxy)).isEqualTo(1);
            assertThat(proxy.terminate().code()).isZero();
        }
    }

    /** Tokens with a good signature, of another issuer and for another audience. */
    private void assertForeignTokensGetNowhere(CliProcess proxy, DevelopmentIssuer issuer) throws Exception {
        Map<String, Object> claims = Map.of("team", "support", "customer_id", "C-42");
        String audience = issuer.token("another", "alice", claims, Duration.ofMinutes(5));
        HttpResponse<String> wrongAudience =
                refund(proxy, "{\"amount\":7,\"reason\":\"late\"}", "Authorization", "Bearer " + audience);
        assertThat(wrongAudience.statusCode()).isEqualTo(401);
        assertThat(wrongAudience.body()).contains("the token is for another audience");
        try (CliProcess trustsAnother = proxy(
                "--identity",
                "jwt",
                "--jwks",
                "jwks.json",
                "--issuer",
                "https://login.example.com",
                "--audience",
                "tools",
                "--agent",
                "support-agent")) {
            String token = issuer.token("tools", "alice", claims, Duration.ofMinutes(5));
            HttpResponse<String> wrongIssuer =
                    refund(trustsAnother, "{\"amount\":7,\"reason\":\"late\"}", "Authorization", "Bearer " + token);
            assertThat(wrongIssuer.statusCode()).isEqualTo(401);
            assertThat(wrongIssuer.body()).contains("the token is of another issuer");
        }
    }

    @Test
    void plainHeadersAreBelievedOnlyWhereThatWasChosenAndItIsSaid() throws Exception {
        try (CliProcess proxy = proxy("--identity", "headers")) {
            assertThat(proxy.err()).contains("identity mode `headers`: whoever reaches this door is believed");

            HttpResponse<String> fine = refund(
                    proxy,
                    "{\"amount\":7,\"reason\":\"late\"}",
                    "X-Omnia-Agent-Name",
                    "support-agent",
                    "X-Omnia-Claim-Team",
                    "support",
                    "X-Omnia-Claim-Customer-Id",
                    "C-42");

            assertThat(fine.statusCode()).isEqualTo(200);
            assertThat(refund(proxy, "{\"amount\":7,\"reason\":\"late\"}", "X-Omnia-Agent-Name", "support-agent")
                            .body())
                    .contains("required-claim:Team");
        }
    }

    @Test
    void healthAndMetricsHaveAPortOfTheirOwn() throws Exception {
        try (CliProcess proxy = proxy("--identity", "headers")) {
            for (String path : new String[] {"/livez", "/readyz", "/metrics"}) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://" + proxy.adminAddress() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void itIsNotReadyBeforeItHasKeys() throws Exception {
        try (CliProcess proxy = CliProcess.startProxy(directory, tool, "--jwks", "keys-to-come.json")) {
            URI ready = URI.create("http://" + proxy.adminAddress() + "/readyz");
            HttpResponse<String> before =
                    http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(before.statusCode()).isEqualTo(503);
            assertThat(before.body()).contains("keys-to-come.json");
            assertThat(proxy.err()).doesNotContain("listening on ");

            Files.writeString(
                    directory.resolve("keys-to-come.json"),
                    DevelopmentIssuer.of(new OmniaHome(directory.resolve("home")), Clock.systemUTC())
                            .publicJwks());

            assertThat(proxy.address()).isNotEmpty();
        }
    }

    @Test
    void severalNamespacesNeedAChoice() throws Exception {
        Files.writeString(
                directory.resolve("policies/other.yaml"),
                Files.readString(EXAMPLE.resolve("customer-tools.yaml"))
                        .replace("namespace: production", "namespace: test"));

        assertThat(CliProcess.run(
                        directory,
                        "proxy",
                        "--policies",
                        "policies",
                        "--upstream",
                        "http://" + tool.address(),
                        "--admin-listen",
                        "127.0.0.1:0",
                        "--identity",
                        "headers"))
                .returns(2, CliProcess.Result::code)
                .extracting(CliProcess.Result::err)
                .asString()
                .contains("there are several namespaces (production, test); choose one with `--namespace NS`");
    }

    @Test
    void aNameThatOccursNowhereIsSaidAtTheStartWithTheOneThatIsMeant() throws Exception {
        try (CliProcess proxy = proxy("--identity", "headers", "--namespace", "prodution")) {
            assertThat(proxy.err()).contains("no manifest is of namespace `prodution`; did you mean `production`?");
        }
        try (CliProcess proxy = proxy("--identity", "headers", "--registry", "customer-tool")) {
            assertThat(proxy.err())
                    .contains("there is no ToolRegistry `customer-tool` in namespace `production`;"
                            + " did you mean `customer-tools`?");
        }
    }
}
