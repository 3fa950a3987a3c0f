package ai.altairalabs.omnia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code omnia get -f} prints, and that it can be given back. */
class GetTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");

    @TempDir
    private Path directory;

    private record Output(int code, String out, String err) {}

    private static Output omnia(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Output(code, out.toString(), err.toString());
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String injecting(String value) {
        return """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata:
                  name: values
                  namespace: production
                spec:
                  selector:
                    registry: customer-tools
                  rules:
                    - name: none
                      deny:
                        cel: has(body.never)
                        message: none
                  headerInjection:
                    - header: X-Value
                      value: %s
                """.formatted(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~",
                "0x10",
                "012",
                "0o17",
                ".5",
                "1_000",
                "1:30",
                "+1",
                "-.inf",
                ".NaN",
                "1e3",
                "2026-11-29",
                "=",
                "<<",
                "yes",
                "Off",
                "on",
                "y",
                "N",
                "True",
                "null",
                "- a",
                "a: b",
                "a #b",
                "#",
                "!x",
                "&x",
                "*x",
                "it's",
                "a  b",
                "%"
            })
    void aTextThatYamlCouldTakeForSomethingElseStaysText(String value) throws Exception {
        Path policy = write("policy.yaml", injecting("'" + value.replace("'", "''") + "'"));

        Path printed = write(
                "printed.yaml",
                omnia("get", "tp", "values", "-f", policy.toString(), "-o", "yaml")
                        .out());

        assertThat(omnia("validate", "-f", printed.toString()).out()).isEqualTo("no faults in 1 file\n");
        assertThat(omnia("get", "tp", "values", "-f", printed.toString(), "-o", "json")
                        .out())
                .contains("\"value\": " + Json.write(value));
    }

    @Test
    void conditionsAreTexts() throws Exception {
        assertThat(omnia("get", "tp", "-f", EXAMPLE.toString(), "-o", "yaml").out())
                .contains("status: 'True'")
                .doesNotContain("status: True");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void aListThatWasPrintedIsReadAgain(String format) throws Exception {
        Path both = write("both.yaml", injecting("a") + "---\n" + injecting("b").replace("name: values", "name: more"));

        Path list = write(
                "list.yaml",
                omnia("get", "tp", "-f", both.toString(), "-o", format).out());

        assertThat(specs(list)).isEqualTo(specs(both)).hasSize(2);
    }

    private static List<?> specs(Path path) {
        Map<String, ?> list = Json.readObject(
                omnia("get", "tp", "-f", path.toString(), "-o", "json").out());
        return ((List<?>) list.get("items"))
                .stream().map(item -> ((Map<?, ?>) item).get("spec")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\tapiVersion: omnia.altairalabs.ai/v1alpha1\n\tkind: ToolPolicy\n", "kind: [ToolPolicy\n"})
    void whatCannotBeReadIsNotNoResource(String text) throws Exception {
        Path broken = write("broken.yaml", text);

        assertThat(omnia("get", "tp", "-f", broken.toString()))
                .returns(2, Output::code)
                .returns("", Output::out)
                .returns(
                        "omnia: no toolpolicy could be read: the manifests have 1 error; see `omnia validate -f "
                                + broken + "`\n",
                        Output::err);
        assertThat(omnia("get", "tp", "values", "-f", broken.toString()))
                .returns(2, Output::code)
                .returns("", Output::out);
    }

    @Test
    void aFaultElsewhereHidesNothing() throws Exception {
        Path faulty = write("faulty.yaml", injecting("a").replace("rules:", "rulez:"));

        assertThat(omnia("get", "tp", "other", "-f", faulty.toString()))
                .returns(1, Output::code)
                .extracting(Output::err)
                .asString()
                .startsWith("there is no toolpolicy `other` in namespace `production`")
                .contains("omnia: the manifests have ");
    }

    @Test
    void whatIsNoUtf8IsNotNoResourceEither() throws Exception {
        Path latin = Files.write(directory.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE9, '\n'});

        assertThat(omnia("get", "tp", "-f", latin.toString()).code()).isEqualTo(ExitCodes.CANNOT);
    }

    @Test
    void faultsBesideWhatIsShownAreSaid() throws Exception {
        write("good.yaml", injecting("a"));
        write("broken.yaml", "\tapiVersion: omnia.altairalabs.ai/v1alpha1\n");

        assertThat(omnia("get", "tp", "-f", directory.toString()))
                .returns(0, Output::code)
                .returns("omnia: the manifests have 1 error; see `omnia validate -f " + directory + "`\n", Output::err);
    }

    @Test
    void aRegistryTellsItsTools() {
        Map<String, ?> registry =
                Json.readObject(omnia("get", "tr", "customer-tools", "-f", EXAMPLE.toString(), "-o", "json")
                        .out());

        Map<?, ?> status = (Map<?, ?>) registry.get("status");
        assertThat(status.get("discoveredToolsCount")).isEqualTo(4L);
        assertThat((List<?>) status.get("discoveredTools"))
                .hasSize(4)
                .first()
                .isEqualTo(Map.of(
                        "name", "lookup_order",
                        "handlerName", "order-desk",
                        "endpoint", "http://customer-tools.production.svc.cluster.local:8080/v1/orders/lookup",
                        "status", "Unknown"));
    }
}
