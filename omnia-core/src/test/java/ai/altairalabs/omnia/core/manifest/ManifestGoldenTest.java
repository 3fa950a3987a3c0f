package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an author reads, word for word: each {@code NAME.yaml} below {@code src/test/resources/manifest} gives the
 * problems in {@code NAME.txt}, rendered, and behind them one line for each document. A case of several files is a
 * directory {@code NAME} beside {@code NAME.txt}.
 *
 * <p>{@code mvn test -Dtest=ManifestGoldenTest -Domnia.golden=write} writes the {@code .txt} files anew; read the
 * difference before you commit it.
 */
class ManifestGoldenTest {
    private static final Path CASES = Path.of("src/test/resources/manifest");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> paths = Files.list(CASES)) {
            return paths
                    .filter(path -> Files.isDirectory(path) || path.toString().endsWith(".yaml"))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAsWritten(String name) throws IOException {
        Path expected = CASES.resolve(name.replaceFirst("\\.yaml$", "") + ".txt");
        String actual = report(ManifestReader.readFiles(files(CASES.resolve(name))));
        if ("write".equals(System.getProperty("omnia.golden"))) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    private static List<Decoded> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(decode(path));
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().map(ManifestGoldenTest::decode).toList();
        }
    }

    private static Decoded decode(Path path) {
        try {
            return ManifestReader.decode(path.getFileName().toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String report(Manifests manifests) {
        Stream<String> problems = manifests.problems().stream().map(Problem::render);
        Stream<String> documents = manifests.documents().stream().map(ManifestGoldenTest::line);
        return Stream.concat(problems, documents).collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static String line(Document document) {
        String lines = document.source().name() + ":" + document.firstLine() + "-" + document.lastLine();
        return switch (document) {
            case Document.Whole whole ->
                lines + " " + whole.resource().kind().title() + " "
                        + whole.resource().name();
            case Document.Broken broken ->
                lines + " broken "
                        + (broken.kind() == null ? "?" : broken.kind().title()) + " "
                        + (broken.name() == null ? "?" : broken.name()) + ", guard "
                        + (broken.guard() == null ? "none" : guard(broken.guard()));
        };
    }

    private static String guard(Guard guard) {
        String scope = (guard.namespace() == null ? "*" : guard.namespace()) + "/"
                + (guard.name() == null ? "?" : guard.name()) + " " + guard.onFailure()
                + (guard.enforces() ? "" : " records only");
        return switch (guard) {
            case Guard.ToolGuard g ->
                "of " + g.registry() + " " + g.tools().stream().sorted().toList() + " by " + scope;
            case Guard.AgentGuard g ->
                "of agents " + g.agents().stream().sorted().toList() + " by " + scope;
            case Guard.Everything _ -> "of everything by " + scope;
        };
    }
}
