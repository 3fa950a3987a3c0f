package ai.altairalabs.omnia.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.operator.agents.ContextKeys;
import ai.altairalabs.omnia.server.identity.KeySet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omnia agent} as a process, with the key that the operator makes: what a pod of an agent does. */
class AgentProcessTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");

    @TempDir
    private Path directory;

    @Test
    void callsToolsWithAContextThatTheOperatorsKeySigned() throws Exception {
        try (RecordingTool tool = new RecordingTool();
                HttpClient http = HttpClient.newHttpClient()) {
            ContextKeys keys = ContextKeys.first(Instant.now());
            Files.writeString(directory.resolve("key.jwk"), keys.toData().get(ContextKeys.CURRENT));
            Path policies = Files.createDirectory(directory.resolve("policies"));
            Files.writeString(
                    policies.resolve("tools.yaml"),
                    Files.readString(EXAMPLE.resolve("customer-tools.yaml"))
                            .replace("customer-tools.production.svc.cluster.local:8080", tool.address()));
            Files.writeString(
                    policies.resolve("agent.yaml"),
                    Files.readString(EXAMPLE.resolve("support-agent.yaml")).replaceAll("port: \\d+", "port: 0"));
            Files.copy(EXAMPLE.resolve("steps/2-map-claims.yaml"), policies.resolve("access.yaml"));
            try (CliProcess agent = CliProcess.start(
                    directory,
                    "agent",
                    "--policies",
                    "policies",
                    "--namespace",
                    "production",
                    "--name",
                    "support-agent",
                    "--context-key",
                    "key.jwk",
                    "--script",
                    EXAMPLE.resolve("model/script.yaml").toString(),
                    "--admin-listen",
                    "127.0.0.1:0")) {
                agent.until(() -> find(agent, "serving agent (`production/support-agent`)") != null);
                String token = CliProcess.run(
                                directory, "token", "--audience", "support-agent", "--claim", "team=returns")
                        .out()
                        .strip();
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("http://" + find(agent, "rest on (\\S+)") + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"support-agent\",\"messages\":[{\"role\":\"user\",\"content\":\"look up O-1001\"}]}"))
                        .build();
                http.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(tool.requests()).hasSize(1);
                Map<String, List<String>> headers = tool.requests().getFirst().headers();
                String context = headers.get("X-omnia-context").getFirst();
                assertThat(headerOf(context)).contains(keys.keyId());
                try (KeySet published = KeySet.ofJson("{\"keys\":[" + String.join(",", keys.publicKeys()) + "]}")) {
                    assertThat(published.status().ready()).isTrue();
                }
                assertThat(agent.terminate().code()).isZero();
            }
        }
    }

    private static String headerOf(String token) {
        return new String(java.util.Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))));
    }

    private static String find(CliProcess process, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(process.err());
            return matcher.find() ? matcher.group(1) : null;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
