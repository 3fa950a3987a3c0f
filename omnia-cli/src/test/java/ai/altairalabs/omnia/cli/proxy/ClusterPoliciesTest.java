package ai.altairalabs.omnia.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CustomerService;
import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.realparts.ApiServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps 3 to 5 of the tutorial with kubectl: a door fed by an API server, and what reaches the tool behind it. */
class ClusterPoliciesTest {
    private static final String EXAMPLE = "examples/customer-service/";
    private static final String REFUND = "{\"amount\":750,\"reason\":\"broken\"}";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    private static String printed(CliProcess proxy) {
        try {
            return proxy.out();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> refund(CliProcess proxy) throws Exception {
        return http.send(CustomerService.refund(proxy, REFUND), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatKubectlAppliesDecidesTheNextCall() throws Exception {
        try (ApiServer server = ApiServer.withOurKinds();
                RecordingTool tool = new RecordingTool()) {
            server.kubectl("create", "namespace", "production").orFail();
            server.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml").orFail();
            server.kubectl("apply", "-f", EXAMPLE + "steps/2-map-claims.yaml").orFail();
            server.kubectl("apply", "-f", EXAMPLE + "steps/3-business-rules.yaml")
                    .orFail();
            Files.copy(server.kubeconfig(), directory.resolve("kubeconfig"));
            try (CliProcess proxy = CliProcess.startDoor(
                    directory,
                    "proxy",
                    "--policies",
                    "kubernetes",
                    "--kubeconfig",
                    "kubeconfig",
                    "--namespace",
                    "production",
                    "--upstream",
                    "http://" + tool.address(),
                    "--identity",
                    "headers")) {
                assertThat(refund(proxy).statusCode()).isEqualTo(200);
                assertThat(tool.requests()).hasSize(1);
                proxy.until(() -> printed(proxy).contains("\"wouldDeny\":true,\"mode\":\"audit\""));
                assertThat(proxy.out()).contains("\"policy\":\"refund-guardrails\",\"rule\":\"max-refund-amount\"");

                server.kubectl("apply", "-f", EXAMPLE + "steps/5-enforce.yaml").orFail();
                long applied = System.nanoTime();
                int before = tool.requests().size();
                while (refund(proxy).statusCode() != 403) {
                    // Twenty times what is promised: on any machine only a fault exceeds it.
                    assertThat(Duration.ofNanos(System.nanoTime() - applied)).isLessThan(Duration.ofSeconds(20));
                    before = tool.requests().size();
                }
                System.err.printf(
                        "from kubectl's answer to the first refusal: %d ms%n",
                        Duration.ofNanos(System.nanoTime() - applied).toMillis());
                assertThat(refund(proxy).body())
                        .isEqualTo("{\"error\":\"policy_denied\",\"rule\":\"max-refund-amount\","
                                + "\"message\":\"Refund amount exceeds the $500 limit\"}");
                assertThat(tool.requests()).hasSize(before);

                server.stopServer();
                assertThat(refund(proxy).statusCode()).isEqualTo(403);
                assertThat(tool.requests()).hasSize(before);
            }
        }
    }
}
