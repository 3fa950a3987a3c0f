package ai.altairalabs.omnia.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CustomerService;
import ai.altairalabs.omnia.cli.RecordingTool;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Doors whose policies cannot be read when they start: whoever comes meanwhile is told so, and nothing reaches a tool. */
class NotReadyProcessTest {
    private static final String REFUND = "{\"amount\":100,\"reason\":\"broken\"}";

    @TempDir
    private Path directory;

    private static HttpRequest refund(int port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/refund"))
                .POST(HttpRequest.BodyPublishers.ofString(REFUND))
                .build();
    }

    /** The first answer: nobody may be there yet, or just then. */
    private static HttpResponse<String> answer(HttpClient http, HttpRequest request) throws Exception {
        for (long end = System.nanoTime() + Duration.ofMinutes(2).toNanos(); ; Thread.sleep(20)) {
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (ConnectException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"proxy, --upstream", "decision-point, --max-body-bytes"})
    void aDoorThatIsNotReadyRefusesAndOpensOnceItIs(String command, String option) throws Exception {
        CustomerService.copyPolicies(directory);
        Path unreadable = Files.writeString(directory.resolve("policies/unreadable.yaml"), "kind:\n\tToolPolicy\n");
        int port = CliProcess.freePort();
        try (RecordingTool tool = new RecordingTool();
                CliProcess door = CliProcess.start(
                        directory,
                        Map.of(),
                        List.of(
                                command,
                                "--listen",
                                "127.0.0.1:" + port,
                                "--admin-listen",
                                "127.0.0.1:0",
                                "--policies",
                                "policies",
                                "--identity",
                                "headers",
                                option,
                                option.equals("--upstream") ? "http://" + tool.address() : "1000"));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> early = answer(http, refund(port));
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.body()).isEqualTo("{\"error\":\"not_ready\",\"message\":\"the door is not open yet\"}");
            door.until(() -> said(door, "\"msg\":\"request_refused\""));
            assertThat(door.out())
                    .contains(
                            "\"reason\":\"not_ready\"",
                            "\"path\":\"/v1/refund\",\"method\":\"POST\"",
                            "\"status\":503");
            assertThat(door.err()).doesNotContain("listening on");
            assertThat(tool.requests()).isEmpty();

            Files.delete(unreadable);
            assertThat(door.port()).isEqualTo(port);
            HttpRequest request = command.equals("proxy")
                    ? CustomerService.refund(door, REFUND)
                    : CustomerService.question("http", door, REFUND);
            assertThat(answer(http, request).statusCode()).isEqualTo(200);
            assertThat(door.terminate().code()).isZero();
        }
    }

    private static boolean said(CliProcess door, String text) {
        try {
            return door.out().contains(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
