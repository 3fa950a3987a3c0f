package ai.altairalabs.omnia.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bill of materials names what is shipped, all of it and nothing else, octet by octet. */
class SbomTest {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root"));
    private static final Path CLI = ROOT.resolve("omnia-cli/target");

    @Test
    void everyJarOfTheClassPathIsInItWithItsHashAndNothingElse() throws Exception {
        Map<String, String> listed = new LinkedHashMap<>();
        for (Part part : Sbom.shipped(ROOT).parts()) {
            listed.put(part.file(), part.hashes().getOrDefault("SHA-256", "no SHA-256"));
        }
        Map<String, String> jars = new LinkedHashMap<>();
        try (var files = Files.newDirectoryStream(CLI.resolve("lib"))) {
            for (Path file : files) {
                jars.put(file.getFileName().toString(), sha256(file));
            }
        }
        assertThat(jars).hasSizeGreaterThan(50);
        assertThat(listed).containsExactlyInAnyOrderEntriesOf(jars);
    }

    @Test
    void everyPartHasAPackageUrlAVersionALicenceAndHashes() throws IOException {
        assertThat(Sbom.shipped(ROOT).parts()).allSatisfy(part -> {
            assertThat(part.version()).isNotBlank();
            assertThat(part.purl())
                    .startsWith("pkg:maven/" + part.group() + "/" + part.name() + "@" + part.version() + "?");
            assertThat(part.licences()).isNotEmpty().doesNotContain("");
            assertThat(part.hashes()).containsKeys("SHA-256", "SHA-512");
        });
    }

    @Test
    void itIsTheBillOfTheExecutable() throws IOException {
        Part itself = Sbom.shipped(ROOT).itself();

        assertThat(itself.name()).isEqualTo("omnia-cli");
        assertThat(itself.licences()).containsExactly("Apache-2.0");
        assertThat(CLI.resolve(itself.file())).isRegularFile();
    }

    @Test
    void twoBuildsWriteTheSame() throws IOException {
        assertThat(Files.readString(CLI.resolve("omnia.cdx.json")))
                .doesNotContain("\"serialNumber\"", "\"timestamp\"", ROOT.toString());
    }

    @Test
    void whatIsShippedIsAmongAllDependencies() throws IOException {
        assertThat(Sbom.all(ROOT).parts())
                .extracting(Part::purl)
                .containsAll(Sbom.shipped(ROOT).parts().stream().map(Part::purl).toList());
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
