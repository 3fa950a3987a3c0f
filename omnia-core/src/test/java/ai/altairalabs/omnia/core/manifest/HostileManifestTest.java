package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text, the reader answers; and what it cannot read is closed, never forgotten. */
class HostileManifestTest {
    private static final String[] PIECES = {
        "\n", "  ", "\t", "- ", ": ", "'", "\"", "[", "]", "{", "}", "|", ">", "&a ", "*a", "!t ", "#", "---\n",
        "...\n", "%", "? ", "null", "0", "true", "\u0000", "\uFEFF", "\uD800", "é", "😀", "spec:", "<<: ", "\\", "\r",
        "1e999", "~"
    };

    private static final List<String> SEEDS = seeds();

    private static List<String> seeds() {
        List<String> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/manifest"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                seeds.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }

    @Property(tries = 1000)
    void anyTextIsAnswered(@ForAll String text) {
        answered(ManifestReader.read(List.of(new SourceText("any", text))));
    }

    @Property(tries = 1000)
    void anyBytesAreAnswered(@ForAll byte[] bytes) {
        answered(ManifestReader.readFiles(List.of(ManifestReader.decode("any", bytes))));
    }

    @Property(tries = 4000)
    void anyChangeOfAManifestIsAnswered(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            text.replace(at, random.nextBoolean() ? end : at, PIECES[random.nextInt(PIECES.length)]);
        }
        answered(ManifestReader.read(List.of(new SourceText("changed", text.toString()))));
    }

    /** An error goes with a document that has faults, and each problem can be shown. */
    private static void answered(Manifests manifests) {
        assertThat(manifests.hasErrors()).isEqualTo(!manifests.broken().isEmpty());
        for (Problem problem : manifests.problems()) {
            assertThat(problem.render().split("\n", -1)).hasSizeBetween(1, 4);
            assertThat(problem.message()).doesNotContain("snakeyaml", "Exception", "while scanning", "<block");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[", "{a: ", "- ", "? ", "&a [", "{", "'", "\"\\n", "a: |\n ", "!", "#\n", "---\n", "a: b\n", "*a ",
                "x", "\n"
            })
    @Timeout(60)
    void repetitionIsAnsweredSoon(String piece) {
        String text = piece.repeat(ManifestReader.MAX_BYTES / 4 / piece.length());
        Manifests manifests = ManifestReader.read(List.of(new SourceText("again", text)));
        assertThat(manifests.resources()).isEmpty();
    }

    @Test
    @Timeout(60)
    void tenThousandPoliciesAreReadSoon() {
        List<SourceText> sources = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            sources.add(new SourceText(
                    "p" + i,
                    "apiVersion: omnia.altairalabs.ai/v1alpha1\nkind: AgentPolicy\nmetadata: {name: p" + i
                            + "}\nspec:\n  claimMapping:\n    forwardClaims:\n      - {claim: c" + i
                            + ", header: X-Omnia-Claim-Team}\n"));
        }
        Manifests manifests = ManifestReader.read(sources);
        assertThat(manifests.resources()).hasSize(10_000);
        assertThat(manifests.problems()).hasSize(10_000);
    }
}
