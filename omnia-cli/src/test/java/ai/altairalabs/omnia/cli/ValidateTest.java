package ai.altairalabs.omnia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code omnia validate} prints, letter for letter. */
class ValidateTest {
    @TempDir
    private Path directory;

    private record Output(int code, String text) {}

    private static Output validate(Path path) {
        StringWriter out = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(out), "validate", "-f", path.toString());
        return new Output(code, out.toString());
    }

    @Test
    void theExampleHasNoFaults() {
        Path example = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");

        Output output = validate(example);

        assertThat(output.code()).isEqualTo(ExitCodes.OK);
        assertThat(output.text().replace(example + "/", "")).isEqualTo("""
                refund-guardrails.yaml:22:35: note: a negative `body.amount` is not above 500, and passes
                        cel: 'has(body.amount) && double(body.amount) > 500.0'
                                                  ^
                  if it must not, write `(double(body.amount) > 500.0 || double(body.amount) < 0.0)`

                refund-guardrails.yaml:28:36: note: a `body.reason` of blanks only is not empty, and passes
                        cel: '!has(body.reason) || body.reason == ""'
                                                   ^
                  if it must not, write `body.reason.trim() == ""`

                no faults, 2 notes in 4 files
                """);
    }

    @Test
    void everyFaultIsShownWithItsPlace() throws Exception {
        Path first = directory.resolve("first.yaml");
        Path second = directory.resolve("second.yaml");
        Files.writeString(first, """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata:
                  name: refunds
                  namespace: production
                spec:
                  selector:
                    registry: customer-tools
                    tolls: [process_refund]
                  rules:
                    - name: cap
                      deny:
                        cel: 'boddy.amount > 500.0'
                        message: too much
                  headerInjection:
                    - header: X-Processed-By
                      cel: 'headers["X-Omnia-Claim-Team"'
                ---
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata:
                  name: more
                  namespace: production
                spec:
                  selector:
                    registry: customer-tools
                  rules:
                    - name: cap
                      deny:
                        cel: 'double(body.amount > 500.0'
                        message: too much
                """);
        Files.writeString(second, """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata:
                  name: agents
                  namespace: production
                spec:
                  mode: audit
                """);

        Output output = validate(directory);

        assertThat(output.code()).isEqualTo(ExitCodes.NO);
        assertThat(output.text().replace(directory + "/", "")).isEqualTo("""
                first.yaml:9:5: error: unknown field `tolls`
                    tolls: [process_refund]
                    ^
                  write `tools`

                first.yaml:13:15: error: unknown variable or function `boddy`
                        cel: 'boddy.amount > 500.0'
                              ^
                  write `body`

                first.yaml:17:41: error: missing `]` at the end
                      cel: 'headers["X-Omnia-Claim-Team"'
                                                        ^
                  add `]`

                first.yaml:30:41: error: missing `)` at the end
                        cel: 'double(body.amount > 500.0'
                                                        ^
                  add `)`

                second.yaml:7:9: error: unknown mode `audit`
                  mode: audit
                        ^
                  write `enforce` or `permissive`

                5 errors in 2 files
                """);
    }

    @Test
    void whatIsNamedTwiceIsReadOnce() throws Exception {
        Path policy = directory.resolve("agents.json");
        Files.writeString(policy, """
                {"apiVersion": "omnia.altairalabs.ai/v1alpha1", "kind": "AgentPolicy",
                 "metadata": {"name": "agents", "namespace": "production"}, "spec": {"mode": "permissive"}}
                """);
        StringWriter out = new StringWriter();

        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "validate",
                "-f",
                directory.toString(),
                "-f",
                directory
                        .resolve("../" + directory.getFileName() + "/agents.json")
                        .toString(),
                "-f",
                policy.toString());

        assertThat(out).hasToString("no faults in 1 file" + System.lineSeparator());
        assertThat(code).isEqualTo(ExitCodes.OK);
    }

    @Test
    void aDirectoryWithoutAManifestIsSaidWithWhatCounts() {
        assertThat(validate(directory).text())
                .contains("there is no manifest (*.yaml, *.yml, *.json) in `" + directory + "`");
    }
}
