package ai.altairalabs.omnia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code omnia get} says of manifests with faults. */
class GetFaultsTest {
    @TempDir
    private Path directory;

    @Test
    void saysWhichCommandShowsTheFaults() throws Exception {
        Path good = Files.writeString(directory.resolve("good.yaml"), policy("double(body.amount) > 500.0"));
        Path faulty = Files.writeString(
                directory.resolve("faulty.yaml"),
                policy("double(body.amount) >").replace("refunds", "other"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] command = {"get", "toolpolicies", "-f", good.toString(), "-f", faulty.toString()};

        int code = Main.run(new PrintWriter(out), new PrintWriter(err), command);

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("refunds");
        assertThat(err.toString())
                .contains("the manifests have 1 error; see `omnia validate -f " + good + " -f " + faulty + "`");
    }

    private static String policy(String rule) {
        return """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata:
                  name: refunds
                  namespace: production
                spec:
                  selector:
                    registry: customer-tools
                  rules:
                    - name: cap
                      deny:
                        cel: '%s'
                        message: too much
                """.formatted(rule);
    }
}
