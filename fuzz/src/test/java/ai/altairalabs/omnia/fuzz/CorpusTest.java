package ai.altairalabs.omnia.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.core.cel.CelTarget;
import ai.altairalabs.omnia.server.audit.AuditTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every seed, and every input that once was a finding ({@code fuzz/findings}), goes through its target without one. */
class CorpusTest {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root"));

    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "manifest", ManifestTarget::fuzzerTestOneInput,
            "head", HeadTarget::fuzzerTestOneInput,
            "json", JsonTarget::fuzzerTestOneInput,
            "cel", CelTarget::fuzzerTestOneInput,
            "context", ContextTarget::fuzzerTestOneInput,
            "audit", AuditTarget::fuzzerTestOneInput);

    static Stream<String> targets() {
        return TARGETS.keySet().stream().sorted();
    }

    @Test
    void everyTargetHasSeedsAndNoOtherHas() throws IOException {
        assertThat(Seeds.of(ROOT).keySet()).isEqualTo(TARGETS.keySet());
        assertThat(Seeds.of(ROOT).values())
                .allSatisfy(seeds -> assertThat(seeds).hasSizeGreaterThan(5));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void noSeedIsAFinding(String target) throws IOException {
        for (byte[] seed : Seeds.of(ROOT).get(target)) {
            run(target, seed, HexFormat.of().formatHex(seed));
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void noFindingCameBack(String target) throws IOException {
        Path directory = ROOT.resolve("fuzz/findings").resolve(target);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                run(target, Files.readAllBytes(file), file.toString());
            }
        }
    }

    @Test
    void aSecondReaderThatReadsOtherwiseIsAFinding() {
        for (String text : List.of("{", "{} x", "{\"a\":1,\"A\":2}", "[01]", "\"\\x\"", "\"\u0001\"", "nul")) {
            assertThatThrownBy(() -> StrictJson.read(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Finding.class);
        }
        assertThat(StrictJson.read("{\"a\":[1.5e1,\"\\u0041\\n\",null,true]}".getBytes(StandardCharsets.UTF_8)))
                .hasToString("{a=[15.0, A\n, null, true]}");
        assertThatThrownBy(() -> Finding.unlessEqual("it", 1, 2)).isInstanceOf(Finding.class);
    }

    @Test
    void theInsideIsAFindingUnlessTheInputNamedIt() {
        assertThatThrownBy(() -> Finding.unlessForPeople("error: NullPointerException for `a`", "a"))
                .isInstanceOf(Finding.class);
        Finding.unlessForPeople("error: unexpected `Exception`", "a Exception");
    }

    @Test
    void theGoodContextIsBelieved() {
        byte[] stranger =
                ("\0" + ContextTarget.TOKEN.replaceFirst("\\.[^.]*$", ".AAAA")).getBytes(StandardCharsets.US_ASCII);
        ContextTarget.fuzzerTestOneInput(stranger);
        assertThat(ContextTarget.isBelieved(ContextTarget.TOKEN)).isTrue();
    }

    private static void run(String target, byte[] input, String name) {
        try {
            TARGETS.get(target).accept(input);
        } catch (RuntimeException | Error found) {
            throw new AssertionError("`" + target + "` fails for " + name, found);
        }
    }
}
