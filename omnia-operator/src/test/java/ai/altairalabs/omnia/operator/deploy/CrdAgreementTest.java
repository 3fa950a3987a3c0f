package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.realparts.ApiServer;
import ai.altairalabs.omnia.realparts.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server with our CRDs refuses what `omnia validate` refuses, and takes what it takes. */
class CrdAgreementTest {
    private static final Path GOLDEN = Crds.ROOT.resolve("omnia-core/src/test/resources/manifest");

    /** What is wrong in the text only: kubectl makes JSON of it, and the fault is gone. */
    private static final Set<String> TEXT_ONLY = Set.of(
            "tool-policy-field-twice",
            "tool-policy-merge-key",
            "tool-policy-selector-twice",
            "twins-agent-policies",
            "twins-registries");

    /** What no schema can see; the webhook does, and says it as `omnia validate` does. */
    private static final Set<String> WEBHOOK = Set.of(
            "agent-policy-tool-access-without-value", "registry-unknown-fields", "tool-policy-tools-without-value");

    /** What kubectl's older YAML reads in another way: `on` is a boolean to it, and here a warning says so. */
    private static final Set<String> OLDER_YAML =
            Set.of("claim-conflict", "claim-conflict-every-agent", "tool-policy-old-boolean");

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.withOurKinds();
        for (String namespace : List.of("production", "staging")) {
            server.kubectl("create", "namespace", namespace).orFail();
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Core's own golden texts that are manifests of our group and nothing else, as far as YAML is concerned. */
    static Stream<String> texts() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .filter(name -> !name.startsWith("yaml-") && isOurs(name))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static boolean isOurs(String name) {
        String text = text(name);
        List<String> kinds = Arrays.stream(Kind.values()).map(Kind::title).toList();
        boolean known = text.lines().anyMatch(line -> line.equals("apiVersion: " + Resource.API_VERSION))
                && text.lines().anyMatch(line -> line.startsWith("kind: ") && kinds.contains(line.substring(6)));
        return known && text.lines().noneMatch(line -> line.equals("kind: Service"));
    }

    private static String text(String name) {
        Decoded decoded = read(name);
        return decoded instanceof Decoded.Text(var source) ? source.text() : "";
    }

    private static Decoded read(String name) {
        try {
            return ManifestReader.decode(name, Files.readAllBytes(GOLDEN.resolve(name + ".yaml")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void agrees(String name) {
        Manifests manifests = ManifestReader.readFiles(List.of(read(name)));
        boolean valid = !manifests.hasErrors()
                && manifests.documents().stream().allMatch(each -> each instanceof Document.Whole);
        Ran ran = server.kubectl(
                "create",
                "--dry-run=server",
                "-f",
                GOLDEN.resolve(name + ".yaml").toString());
        boolean accepted = ran.exitCode() == 0;
        if (TEXT_ONLY.contains(name) || WEBHOOK.contains(name)) {
            assertThat(valid).isFalse();
            assertThat(accepted).as(ran.err()).isTrue();
        } else if (OLDER_YAML.contains(name)) {
            assertThat(valid).isTrue();
            assertThat(ran.err()).contains("must be of type string: \"boolean\"");
        } else {
            assertThat(accepted).as(ran.err()).isEqualTo(valid);
        }
    }

    @Test
    void looksAtManyTexts() throws IOException {
        List<String> names = texts().toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(60);
        assertThat(names).containsAll(TEXT_ONLY).containsAll(WEBHOOK).containsAll(OLDER_YAML);
    }
}
