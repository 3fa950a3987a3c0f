package ai.altairalabs.omnia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code omnia render istio} prints: a directory for each case below {@code vectors/istio}. With
 * {@code -Domnia.golden.write=true} the expected texts are written anew.
 */
class RenderIstioTest {
    private static final Path CASES = Path.of(System.getProperty("omnia.root"), "vectors", "istio");

    @TempDir
    private Path directory;

    private record Output(int code, String out, String err) {}

    static List<String> cases() throws IOException {
        try (Stream<Path> entries = Files.list(CASES)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Output render(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("render", "istio"));
        all.addAll(arguments);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Output(code, out.toString(), err.toString());
    }

    private static List<Path> inputs(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> path.getFileName().toString().matches("in-.*\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> arguments(Path directory, boolean reversed) throws IOException {
        List<Path> inputs = new ArrayList<>(inputs(directory));
        if (reversed) {
            Collections.reverse(inputs);
        }
        List<String> arguments = new ArrayList<>();
        inputs.forEach(path -> arguments.addAll(List.of("-f", path.toString())));
        Path options = directory.resolve("in-options.txt");
        if (Files.exists(options)) {
            arguments.addAll(List.of(Files.readString(options).strip().split(" ")));
        }
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsExpected(String name) throws Exception {
        Path directory = CASES.resolve(name);
        Output output = render(arguments(directory, false));

        assertThat(output.code()).as(output.err()).isEqualTo(ExitCodes.OK);
        golden(directory.resolve("out-objects.yaml"), output.out());
        golden(directory.resolve("out-notes.txt"), output.err().replace(directory + "/", ""));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theOrderOfFilesDoesNotMatter(String name) throws Exception {
        Path directory = CASES.resolve(name);

        assertThat(render(arguments(directory, true))).isEqualTo(render(arguments(directory, false)));
    }

    private static void golden(Path file, String actual) {
        try {
            if (Boolean.getBoolean("omnia.golden.write")) {
                Files.writeString(file, actual);
            }
            assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFaultIsShownAndNothingIsPrinted() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.yaml"), """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata:
                  name: first
                  namespace: production
                spec:
                  toolAccess:
                    mode: allowed
                    rules:
                      - registry: tools
                        tools: [lookup]
                """);
        Output output = render(List.of("-f", file.toString()));

        assertThat(output.code()).isEqualTo(ExitCodes.NO);
        assertThat(output.out()).isEmpty();
        assertThat(output.err())
                .contains(file + ":8:11: error: ")
                .contains("    mode: allowed\n          ^")
                .endsWith("1 error in 1 file\n");
    }

    @Test
    void aServiceThatCannotBeReadIsShownToo() throws Exception {
        Path file = Files.writeString(directory.resolve("service.yaml"), """
                # A comment.
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: tools
                spec:
                  ports: many
                """);
        Output output = render(List.of("-f", file.toString()));

        assertThat(output.code()).isEqualTo(ExitCodes.NO);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains(file + ":3:1: error: the Service cannot be read");
    }
}
