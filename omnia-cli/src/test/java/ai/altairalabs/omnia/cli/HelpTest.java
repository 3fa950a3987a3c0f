package ai.altairalabs.omnia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command explains itself, and what it gives as examples is what it takes. */
class HelpTest {
    private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    private static String help(String... arguments) {
        StringWriter out = new StringWriter();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(System.err), arguments))
                .isZero();
        return out.toString();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.strip());
        while (word.find()) {
            words.add(word.group().replaceAll("['\"]", ""));
        }
        return words;
    }

    @Test
    void theTopListsEveryCommandThatIsNotHidden() {
        assertThat(help())
                .isEqualTo(help("--help"))
                .contains(commands().filter(name -> !name.equals("warm-up")).toList())
                .doesNotContain("warm-up");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theTopSaysOfEachCommandAWholeSentence(String command) {
        String[] description = Main.commandLine()
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .usageMessage()
                .description();

        assertThat(description[0]).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAHelpWithExamplesThatParse(String command) {
        String help = help(command, "--help");
        List<String> examples = help.replace("\\\n", "")
                .lines()
                .filter(line -> line.startsWith("  omnia "))
                .toList();
        if (!command.equals("warm-up")) {
            assertThat(help).contains("Examples:");
            assertThat(examples).isNotEmpty();
        }
        assertThat(help.lines()).as("no line is broken").allMatch(line -> line.length() <= 100);
        for (String example : examples) {
            List<String> words = words(example);
            CommandLine.ParseResult parsed =
                    Main.commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command);
        }
    }

    @Test
    void helpHasNoColourWithoutATerminal() {
        assertThat(help("get", "--help")).doesNotContain("\u001b");
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(help("--version")).matches("omnia [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\R");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void completionKnowsEveryCommand(String shell) {
        assertThat(help("completion", shell))
                .contains("complete -F _complete_omnia", "toolpolicies", "--connect-to")
                .doesNotContain("warm-up");
    }

    static Stream<String> shells() {
        return Stream.of("bash", "zsh");
    }
}
