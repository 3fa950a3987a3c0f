package ai.altairalabs.omnia.cli.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CliProcess.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omnia tutorial} as a user runs it. */
class TutorialProcessTest {
    private static final Pattern WORK = Pattern.compile("as processes of their own, in (\\S+)\\.");
    private static final Pattern KILL = Pattern.compile("(?m)^ +kill ([0-9]+) ([0-9]+)$");

    @TempDir
    private Path directory;

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void everyCheckHoldsAndNothingIsLeftBehind() throws Exception {
        Result tutorial = CliProcess.run(directory, "tutorial");

        assertThat(tutorial.out()).doesNotContain("FAILED").contains(" checks held.");
        assertThat(tutorial.err()).isEmpty();
        assertThat(tutorial.code()).isZero();
        assertThat(Path.of(first(WORK, tutorial.out()))).doesNotExist();
        assertThat(tutorial.out().lines().filter(line -> line.startsWith("  ok ")))
                .hasSizeGreaterThan(40);
    }

    @Test
    void keptItRunsOnAndTheLinesItPrintsWork() throws Exception {
        Result tutorial = CliProcess.run(directory, "tutorial", "--keep");
        Matcher kill = KILL.matcher(tutorial.out());
        assertThat(kill.find()).as(tutorial.out()).isTrue();
        List<ProcessHandle> left = List.of(handle(kill.group(1)), handle(kill.group(2)));
        try {
            assertThat(left).allMatch(ProcessHandle::isAlive);
            String pasted = tutorial.out()
                    .substring(tutorial.out().indexOf("export OMNIA_HOME="))
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("export ")
                            || line.startsWith("TOKEN=ey")
                            || line.startsWith("cd ")
                            || line.startsWith("curl "))
                    .collect(Collectors.joining("\n"));
            Process shell = new ProcessBuilder("bash", "-e", "-c", pasted)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor()).as(said).isZero();
            assertThat(said)
                    .contains("{\"error\":\"policy_denied\",\"rule\":\"max-refund-amount\","
                            + "\"message\":\"Refund amount exceeds the $500 limit\"}")
                    .contains("I could not refund that: Refund amount exceeds the $500 limit (max-refund-amount).");
        } finally {
            left.forEach(ProcessHandle::destroy);
        }
        for (ProcessHandle process : left) {
            process.onExit().get();
        }
        Path work = Path.of(first(WORK, tutorial.out()));
        assertThat(work.resolve("refund-guardrails.yaml")).exists();
        try (var files = Files.walk(work)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private static ProcessHandle handle(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Test
    void agesAreLeftOutOfAComparison() {
        assertThat(TutorialTexts.withoutAges("NAME  RULES  AGE\nrefunds  2  1h5m\nothers  3  10s\n"))
                .isEqualTo("NAME  RULES  AGE\nrefunds  2  AGE\nothers  3  AGE\n");
    }
}
