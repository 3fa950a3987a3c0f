package ai.altairalabs.omnia.examples.customertools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerToolsTest {
    @TempDir
    Path directory;

    @Test
    void runsAsAProcessUntilItIsToldToStop() throws Exception {
        Path log = directory.resolve("requests.log");
        Process process =
                start("--port", "0", "--db", directory.resolve("shop.db").toString(), "--log", log.toString());
        try (BufferedReader out = process.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            String line = out.readLine();
            assertThat(line).matches("listening on 127\\.0\\.0\\.1:[0-9]+");
            URI uri = URI.create(
                    "http://" + line.substring("listening on ".length()) + "/v1/orders/status?order_id=O-1001");
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("{\"order_id\":\"O-1001\",\"status\":\"delivered\"}");
            process.toHandle().destroy();
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(log)).hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithItsOptions() throws Exception {
        assertThat(failure("--port", "0")).isEqualTo("2 `--db` is missing");
        assertThat(failure("--prot", "0")).isEqualTo("2 unknown option `--prot`");
        assertThat(failure("--db")).isEqualTo("2 `--db` needs a value");
        assertThat(failure("--db", "x", "--port", "70000"))
                .isEqualTo("2 `--port` must be a number from 0 to 65535, not `70000`");
    }

    private String failure(String... args) throws Exception {
        Process process = start(args);
        try (BufferedReader err = process.errorReader()) {
            String line = err.readLine();
            assertThat(err.readLine()).startsWith("usage: ");
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            return process.exitValue() + " " + line;
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                CustomerTools.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }
}
