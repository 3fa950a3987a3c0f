package ai.altairalabs.omnia.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each dependency has a licence that may be used where it is used, and the page lists them all. With
 * {@code -Domnia.docs.write=true} the page is written instead of compared.
 */
class LicencesTest {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root"));
    private static final Path PAGE = ROOT.resolve("docs/licences.md");
    private static final Pattern REGION = Pattern.compile("(?s)(<!-- generated: ([a-z]+) -->\n)(.*?)(<!-- end -->)");

    @Test
    void everyDependencyHasAnAllowedLicence() throws IOException {
        AllowedLicences allowed = allowed();
        Set<String> shipped = purls(Sbom.shipped(ROOT));
        List<String> faults = new ArrayList<>();
        for (Part part : Sbom.all(ROOT).parts()) {
            faults.addAll(allowed.faults(part, shipped.contains(part.purl())));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void nothingIsAllowedOrChosenThatNobodyHas() throws IOException {
        AllowedLicences allowed = allowed();
        List<Part> parts = Sbom.all(ROOT).parts();
        Set<String> taken =
                parts.stream().flatMap(part -> allowed.taken(part).stream()).collect(Collectors.toSet());
        Set<String> listed = new HashSet<>(allowed.shipped());
        listed.addAll(allowed.build());

        assertThat(listed).isEqualTo(taken);
        assertThat(allowed.chosen().keySet())
                .allMatch(group -> parts.stream().anyMatch(part -> part.group().equals(group)));
    }

    @Test
    void aLicenceThatIsNotOnTheListIsAFault() {
        AllowedLicences allowed =
                AllowedLicences.of(List.of("# a comment", "", "shipped MIT", "build GPL-2.0-only", "choose g EPL-2.0"));

        assertThat(allowed.faults(part("x", "MIT"), true)).isEmpty();
        assertThat(allowed.faults(part("x", "AGPL-3.0-only"), true)).hasSize(1);
        assertThat(allowed.faults(part("x", "AGPL-3.0-only"), false)).hasSize(1);
        assertThat(allowed.faults(part("x", "MIT", "AGPL-3.0-only"), true)).hasSize(1);
        assertThat(allowed.faults(part("x", "GPL-2.0-only"), true)).hasSize(1);
        assertThat(allowed.faults(part("x", "GPL-2.0-only"), false)).isEmpty();
        assertThat(allowed.faults(part("x"), false)).hasSize(1);
        assertThat(allowed.faults(part("g", "EPL-2.0", "MIT"), true)).hasSize(1);
        assertThat(allowed.taken(part("g", "EPL-2.0", "LGPL-2.1-only"))).containsExactly("EPL-2.0");
        assertThat(allowed.taken(part("g", "MIT"))).containsExactly("MIT");
    }

    @Test
    void thePageListsThemAll() throws IOException {
        AllowedLicences allowed = allowed();
        Set<String> shipped = purls(Sbom.shipped(ROOT));
        Map<Boolean, List<Part>> parts = Sbom.all(ROOT).parts().stream()
                .filter(part -> !part.isOwn())
                .sorted(Comparator.comparing(Part::group)
                        .thenComparing(Part::name)
                        .thenComparing(Part::purl))
                .collect(Collectors.partitioningBy(part -> shipped.contains(part.purl())));
        Map<String, String> regions = Map.of(
                "shipped", table(parts.getOrDefault(true, List.of()), allowed),
                "build", table(parts.getOrDefault(false, List.of()), allowed));

        String page = Files.readString(PAGE);
        String wanted = REGION.matcher(page)
                .replaceAll(region -> Matcher.quoteReplacement(
                        region.group(1) + "\n" + regions.get(region.group(2)) + "\n" + region.group(4)));
        if (Boolean.getBoolean("omnia.docs.write")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE))
                .contains("generated: shipped", "generated: build")
                .isEqualTo(wanted);
    }

    private static String table(List<Part> parts, AllowedLicences allowed) {
        StringBuilder table = new StringBuilder("| part | version | licence |\n|---|---|---|\n");
        Set<String> rows = new HashSet<>();
        for (Part part : parts) {
            String row = "| `%s:%s` | %s | %s |%n"
                    .formatted(part.group(), part.name(), part.version(), String.join(", ", allowed.taken(part)));
            if (rows.add(row)) {
                table.append(row);
            }
        }
        return table.toString();
    }

    private static AllowedLicences allowed() throws IOException {
        return AllowedLicences.of(Files.readAllLines(ROOT.resolve("supply-chain/licences")));
    }

    private static Set<String> purls(Sbom bom) {
        return bom.parts().stream().map(Part::purl).collect(Collectors.toSet());
    }

    private static Part part(String group, String... licences) {
        return new Part(group, "a", "1", "pkg:maven/" + group + "/a@1?type=jar", List.of(licences), Map.of());
    }
}
