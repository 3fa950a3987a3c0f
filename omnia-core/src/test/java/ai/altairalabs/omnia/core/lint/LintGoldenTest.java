package ai.altairalabs.omnia.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an author reads, word for word: each {@code NAME.yaml} below {@code src/test/resources/lint} gives the warnings and
 * notes in {@code NAME.txt}, together with the tools in {@code tools.registry}. {@code -Domnia.golden=write} writes the
 * {@code .txt} files anew; read the difference before you commit it.
 */
class LintGoldenTest {
    private static final Path CASES = Path.of("src/test/resources/lint");
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> paths = Files.list(CASES)) {
            return paths
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysAsWritten(String name) throws IOException {
        Path expected = CASES.resolve(name.replaceFirst("\\.yaml$", ".txt"));
        String actual = report(List.of(CASES.resolve(name), CASES.resolve("tools.registry")));
        if ("write".equals(System.getProperty("omnia.golden"))) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    @Test
    void eachKindOfDoubtHasACase() throws IOException {
        String all = "";
        for (String name : cases().toList()) {
            all += Files.readString(CASES.resolve(name.replaceFirst("\\.yaml$", ".txt")));
        }
        assertThat(all)
                .contains(
                        "can never match",
                        "fails whatever the call is",
                        "a call may lack",
                        "no header can have",
                        "no key of `headers`")
                .contains("is not shown to rules", "has no field", "a negative", "is no number", "of blanks only");
    }

    /** The tutorial's own policies: two notes, both true, both named in the list of attacks as the author's business. */
    @Test
    void theTutorialHasNothingButTwoNotes() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(EXAMPLE)) {
            paths.filter(path -> path.toString().endsWith(".yaml")).sorted().forEach(files::add);
        }
        PolicySet set = set(files);
        assertThat(set.problems()).extracting(Problem::render).isEmpty();
        assertThat(set.notes())
                .extracting(Problem::message)
                .containsExactly(
                        "a negative `body.amount` is not above 500, and passes",
                        "a `body.reason` of blanks only is not empty, and passes");
    }

    private static String report(List<Path> files) throws IOException {
        PolicySet set = set(files);
        return Stream.concat(set.problems().stream(), set.notes().stream())
                .map(Problem::render)
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static PolicySet set(List<Path> files) throws IOException {
        List<Decoded> decoded = new ArrayList<>();
        for (Path file : files) {
            decoded.add(ManifestReader.decode(file.getFileName().toString(), Files.readAllBytes(file)));
        }
        return PolicySet.compile(ManifestReader.readFiles(decoded), Limits.standard(() -> 0));
    }
}
