package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in {@code vectors/README.md}: what is tried, and where; it names what there is, and all of it. */
class AttackListTest {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root"));
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| (`.+`) \\|$");
    private static final Pattern HEADING = Pattern.compile("(?m)^\\| \\*\\*(\\d)\\. .+ \\| \\|$");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final String PROGRAM = "bench/faults --only ";

    private static String table() throws IOException {
        String page = Files.readString(ROOT.resolve("vectors/README.md"));
        int start = page.indexOf("## What is tried");
        return page.substring(start, page.indexOf("\n## ", start + 1));
    }

    private static List<String> names() throws IOException {
        return ROW.matcher(table())
                .results()
                .flatMap(row -> NAME.matcher(row.group(2)).results())
                .map(name -> name.group(1))
                .toList();
    }

    private static Pattern asPattern(String name) {
        return Pattern.compile(name.replace("*", ".*"));
    }

    @Test
    void theListIsWhole() throws IOException {
        assertThat(HEADING.matcher(table()).results().map(MatchResult::group)).hasSize(9);
        assertThat(ROW.matcher(table()).results().count()).isGreaterThanOrEqualTo(80);
        assertThat(table().lines().filter(line -> line.startsWith("| ")).toList())
                .as("each line of the table is a heading or says where")
                .hasSize((int) ROW.matcher(table()).results().count() + 9 + 1);
    }

    @Test
    void everyCaseStandsInTheList() throws IOException {
        List<Pattern> patterns = names().stream().map(AttackListTest::asPattern).toList();
        assertThat(Attacks.READ.attacks())
                .extracting(Attack::name)
                .allSatisfy(name -> assertThat(patterns)
                        .as("a line of the list for `%s`", name)
                        .anyMatch(pattern -> pattern.matcher(name).matches()));
    }

    @Test
    void whateverTheListNamesIsThere() throws IOException {
        String scenarios =
                Files.readString(ROOT.resolve("bench/src/main/java/ai/altairalabs/omnia/bench/faults/Scenario.java"));
        for (String name : names()) {
            if (name.startsWith(PROGRAM)) {
                assertThat(scenarios).contains('"' + name.substring(PROGRAM.length()) + "\",");
            } else if (name.contains("#")) {
                assertThat(test(name.split("#")[0])).as(name).contains("void " + name.split("#")[1] + "(");
            } else {
                assertThat(Attacks.READ.attacks())
                        .extracting(Attack::name)
                        .as("cases `%s`", name)
                        .anyMatch(one -> asPattern(name).matcher(one).matches());
            }
        }
    }

    private static String test(String name) throws IOException {
        for (String module : List.of("omnia-server", "omnia-testkit", "omnia-agent", "omnia-cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
                for (Path file :
                        files.filter(one -> one.endsWith(name + ".java")).toList()) {
                    return Files.readString(file);
                }
            }
        }
        throw new AssertionError("there is no test `" + name + "`");
    }
}
