package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules that matter of a build that no test here can run, for want of a container engine. */
class ContainerfileTest {
    private static final Pattern PINNED = Pattern.compile("ARG \\w+_BASE=[a-z]+:[0-9]+\\.[0-9]+[a-z0-9.-]*");

    private List<String> lines = List.of();

    @BeforeEach
    void read() throws IOException {
        lines = Files.readAllLines(Crds.ROOT.resolve("Containerfile")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private List<String> of(String instruction) {
        return lines.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    @Test
    void pinsItsBases() {
        assertThat(lines).filteredOn(line -> line.contains("_BASE=")).hasSize(2).allMatch(PINNED.asMatchPredicate());
        assertThat(of("FROM")).containsExactly("${BUILD_BASE} AS build", "${RUN_BASE}");
    }

    @Test
    void hasThePageSayHowToPinThem() throws IOException {
        String page = Files.readString(Crds.ROOT.resolve("docs/kubernetes.md"));
        List<String> bases = of("ARG").stream()
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();
        assertThat(page)
                .contains("podman pull " + String.join(" ", bases))
                .contains("--build-arg BUILD_BASE=", "--build-arg RUN_BASE=");
    }

    @Test
    void runsAsANumericUserThatIsNotRoot() {
        int lastBase = lines.lastIndexOf("FROM ${RUN_BASE}");
        assertThat(lines.subList(lastBase, lines.size()))
                .filteredOn(line -> line.startsWith("USER "))
                .hasSize(1);
        assertThat(of("USER").getLast()).matches("[1-9][0-9]{3,}:[1-9][0-9]{3,}");
        assertThat(lines.subList(lastBase, lines.size()))
                .noneMatch(line -> line.startsWith("RUN ") || line.startsWith("ADD "));
    }

    @Test
    void startsWithoutAShell() {
        assertThat(of("ENTRYPOINT")).hasSize(1).allMatch(line -> line.startsWith("[\"/opt/omnia/jre/bin/java\", "));
        assertThat(of("CMD")).allMatch(line -> line.startsWith("["));
    }

    @Test
    void copiesWhatTheBuildMadeAndRunsWhatIsThere() throws IOException {
        assertThat(of("COPY")).containsExactly(". .", "--from=build /opt/omnia /opt/omnia");
        assertThat(of("RUN"))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("mvn "))
                .contains("deploy/assemble /opt/omnia");
        Path assemble = Crds.ROOT.resolve("deploy/assemble");
        assertThat(Files.isExecutable(assemble)).isTrue();
        assertThat(Files.readString(assemble)).contains("$target/jre", "$target/options", "set -euo pipefail");
        assertThat(Files.readAllLines(Crds.ROOT.resolve(".containerignore"))).contains(".git", "**/target");
    }
}
