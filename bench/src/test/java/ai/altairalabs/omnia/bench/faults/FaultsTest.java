package ai.altairalabs.omnia.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short round of each: nothing is lost. How fast it goes does not matter here. */
@Timeout(600) // ends what would hang
class FaultsTest {
    private static final List<String> OMNIA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Domnia.root=" + System.getProperty("omnia.root"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> nothingIsLost() {
        return Scenario.ALL.stream()
                .map(each -> DynamicTest.dynamicTest(each.title(), () -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    Options options = Options.parse("--quick", "--only", each.title());
                    boolean faultless = Faults.run(OMNIA, options, new PrintStream(out, true, StandardCharsets.UTF_8));
                    String table = out.toString(StandardCharsets.UTF_8);
                    System.out.println(table);
                    assertThat(faultless).as(table).isTrue();
                }));
    }

    @Test
    void whatIsLostOrDoesNotAgreeIsSeen() throws Exception {
        Path file = directory.resolve("journal");
        Calls calls = new Calls();
        Calls.Sender sender = calls.sender();
        try (Journal journal = Journal.open(file)) {
            for (Outcome outcome : List.of(
                    Outcome.ANSWERED, Outcome.REFUSED, Outcome.UNAVAILABLE, Outcome.ANSWERED, Outcome.ANSWERED)) {
                sender.note(sender.next(Call.SMALL), outcome);
            }
            sender.next(Call.SMALL);
            // Answered, as it should be; refused, and yet there; answered, twice; answered, and not there.
            journal.write(0, 'A', 'A');
            journal.write(1, 'A', 'A');
            journal.write(3, 'A', 'A');
            journal.write(3, 'A', 'A');
            // Lost, and decided by two sets.
            journal.write(5, 'A', 'B');
        }
        Row row = calls.against(Journal.read(file), "a", "");
        assertThat(row).isEqualTo(new Row("a", 6, 3, 1, 1, 1, 4, 5, ""));
        assertThat(row.isFaultless()).isFalse();
    }

    @Test
    void anAnswerToAnotherCallOrAnotherDecisionIsSeen() {
        Judge judge = Judge.ofRule("cap");
        Map<Client.Answer, Outcome> small = Map.of(
                new Client.Answer(200, false, "{\"call\":7,\"one\":\"A\"}"), Outcome.ANSWERED,
                new Client.Answer(200, false, "{\"call\":8,\"one\":\"A\"}"), Outcome.MISMATCHED,
                new Client.Answer(403, false, "{\"rule\":\"cap\"}"), Outcome.MISMATCHED,
                new Client.Answer(502, false, ""), Outcome.UNAVAILABLE,
                new Client.Answer(503, false, ""), Outcome.MISMATCHED);
        small.forEach((answer, outcome) -> assertThat(judge.of(new Call(7, Call.SMALL), answer))
                .as(answer.toString())
                .isEqualTo(outcome));
        Map<Client.Answer, Outcome> large = Map.of(
                new Client.Answer(403, false, "{\"rule\":\"cap\"}"), Outcome.REFUSED,
                new Client.Answer(403, false, "{\"rule\":\"other\"}"), Outcome.MISMATCHED,
                new Client.Answer(200, false, "{\"call\":7,"), Outcome.MISMATCHED);
        large.forEach((answer, outcome) -> assertThat(judge.of(new Call(7, Call.LARGE), answer))
                .as(answer.toString())
                .isEqualTo(outcome));
    }

    @Test
    void optionsAreCheckedAndNamed() throws Exception {
        assertThat(Options.parse().scenarios()).isEqualTo(Scenario.ALL);
        assertThat(Options.parse("--only", "idle", "--seconds", "7")).satisfies(options -> {
            assertThat(options.scenarios()).extracting(Scenario::title).containsExactly("idle");
            assertThat(options.seconds(options.scenarios().getFirst())).isEqualTo(7);
        });
        assertThatThrownBy(() -> Options.parse("--only", "nothing"))
                .hasMessageContaining("there is no `nothing` among");
        assertThatThrownBy(() -> Options.parse("--seconds", "0")).hasMessageContaining("needs a number");
        assertThatThrownBy(() -> Options.parse("--often")).hasMessage("there is no option `--often`");
        assertThat(Options.usage()).contains("--only NAME", "reload");
    }
}
