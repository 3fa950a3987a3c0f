package ai.altairalabs.omnia.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;

/** The customer service example before a door that is a process: its manifests, and calls of its refund tool. */
public final class CustomerService {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");

    private CustomerService() {}

    /** Copies the manifests of the tutorial's last step into {@code policies} below this directory. */
    public static void copyPolicies(Path directory) throws IOException {
        Path policies = Files.createDirectory(directory.resolve("policies"));
        Files.copy(EXAMPLE.resolve("customer-tools.yaml"), policies.resolve("customer-tools.yaml"));
        Files.copy(EXAMPLE.resolve("steps/2-map-claims.yaml"), policies.resolve("agents.yaml"));
        Files.copy(EXAMPLE.resolve("steps/5-enforce.yaml"), policies.resolve("tools.yaml"));
    }

    /** A call by the support agent through a proxy that believes plain headers. */
    public static HttpRequest refund(CliProcess proxy, String body) throws Exception {
        return HttpRequest.newBuilder(URI.create("http://" + proxy.address() + "/v1/refund"))
                .header("Content-Type", "application/json")
                .header("X-Omnia-Agent-Name", "support-agent")
                .header("X-Omnia-Claim-Team", "support")
                .header("X-Omnia-Claim-Customer-Id", "C-42")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** The same call as a question to a decision point. */
    public static HttpRequest question(String scheme, CliProcess door, String body) throws Exception {
        String question = "{\"method\":\"POST\",\"path\":\"/v1/refund\",\"headers\":{"
                + "\"Content-Type\":\"application/json\",\"X-Omnia-Agent-Name\":\"support-agent\","
                + "\"X-Omnia-Claim-Team\":\"support\",\"X-Omnia-Claim-Customer-Id\":\"C-42\"},"
                + "\"body\":\"" + body.replace("\"", "\\\"") + "\"}";
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + door.port() + "/v1/decision"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question))
                .build();
    }
}
