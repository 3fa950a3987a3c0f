package ai.altairalabs.omnia.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.RecordingTool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doors with little memory, and clients that begin more bodies than it could hold and finish none. */
class HeldBodiesProcessTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");
    private static final String REFUND = "{\"amount\":100,\"reason\":\"broken\"}";
    private static final int CLIENTS = 150;

    @TempDir
    private Path directory;

    @BeforeEach
    void policies() throws IOException {
        Path policies = Files.createDirectory(directory.resolve("policies"));
        Files.copy(EXAMPLE.resolve("customer-tools.yaml"), policies.resolve("customer-tools.yaml"));
        Files.copy(EXAMPLE.resolve("steps/2-map-claims.yaml"), policies.resolve("agents.yaml"));
        Files.copy(EXAMPLE.resolve("steps/5-enforce.yaml"), policies.resolve("tools.yaml"));
    }

    private CliProcess small(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--policies", "policies", "--identity", "headers"));
        all.addAll(List.of("--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"));
        return CliProcess.start(directory, Map.of("JAVA_TOOL_OPTIONS", "-Xmx128m"), all);
    }

    /** Connections on each of which all of a long request but its end has been sent, as far as the door took it. */
    private static List<Socket> hold(CliProcess door, String head, int length) throws Exception {
        byte[] body = ("{\"amount\":100,\"reason\":\"" + "x".repeat(length)).getBytes(StandardCharsets.US_ASCII);
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket = new Socket();
            held.add(socket);
            socket.connect(new InetSocketAddress("127.0.0.1", door.port()));
            try {
                socket.getOutputStream().write(head.formatted(body.length + 2).getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body);
            } catch (IOException _) {
                // The door has answered and closed.
            }
        }
        return held;
    }

    private static int refused(List<Socket> held) throws IOException {
        int refused = 0;
        for (Socket socket : held) {
            try (socket) {
                socket.setSoTimeout(200);
                String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                refused += line.equals("HTTP/1.1 503") ? 1 : 0;
            } catch (IOException _) {
                // It waits for the rest, or was closed so soon that the answer was lost.
            }
        }
        return refused;
    }

    private static HttpResponse<String> ask(HttpClient http, HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        for (int i = 0; i < 100 && answer.statusCode() == 503; i++) {
            Thread.sleep(100);
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }

    @Test
    void aProxyRefusesWhatItCannotHoldAndServesOnWhenTheyAreGone() throws Exception {
        try (RecordingTool tool = new RecordingTool();
                CliProcess door = small("proxy", "--upstream", "http://" + tool.address());
                HttpClient http = HttpClient.newHttpClient()) {
            String identity = "X-Omnia-Agent-Name: support-agent\r\nX-Omnia-Claim-Team: support\r\n"
                    + "X-Omnia-Claim-Customer-Id: C-42\r\n";
            List<Socket> held = hold(
                    door,
                    "POST /v1/refund HTTP/1.1\r\nHost: tool\r\n" + identity
                            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                    1_000_000);
            assertThat(refused(held)).isPositive();

            HttpRequest refund = HttpRequest.newBuilder(URI.create("http://" + door.address() + "/v1/refund"))
                    .timeout(Duration.ofMinutes(2))
                    .header("Content-Type", "application/json")
                    .header("X-Omnia-Agent-Name", "support-agent")
                    .header("X-Omnia-Claim-Team", "support")
                    .header("X-Omnia-Claim-Customer-Id", "C-42")
                    .POST(HttpRequest.BodyPublishers.ofString(REFUND))
                    .build();
            assertThat(ask(http, refund).statusCode()).isEqualTo(200);
            assertThat(tool.requests()).hasSize(1);
            assertThat(door.out()).contains("\"msg\":\"request_refused\"", "\"reason\":\"overloaded\"");
            assertThat(door.err()).doesNotContain("OutOfMemoryError");
            assertThat(door.terminate().code()).isZero();
        }
    }

    @Test
    void aDecisionPointDoesTheSame() throws Exception {
        try (CliProcess door = small("decision-point");
                HttpClient http = HttpClient.newHttpClient()) {
            List<Socket> held = hold(
                    door,
                    "POST /v1/decision HTTP/1.1\r\nHost: door\r\n"
                            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                    2_000_000);
            assertThat(refused(held)).isPositive();

            String question = "{\"method\":\"POST\",\"path\":\"/v1/refund\",\"headers\":{"
                    + "\"Content-Type\":\"application/json\",\"X-Omnia-Agent-Name\":\"support-agent\","
                    + "\"X-Omnia-Claim-Team\":\"support\",\"X-Omnia-Claim-Customer-Id\":\"C-42\"},"
                    + "\"body\":\"" + REFUND.replace("\"", "\\\"") + "\"}";
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://" + door.address() + "/v1/decision"))
                    .timeout(Duration.ofMinutes(2))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(question))
                    .build();
            assertThat(ask(http, ask).body()).contains("\"decision\":\"allow\"");
            assertThat(door.out()).contains("\"msg\":\"request_refused\"", "\"reason\":\"overloaded\"");
            assertThat(door.err()).doesNotContain("OutOfMemoryError");
            assertThat(door.terminate().code()).isZero();
        }
    }
}
