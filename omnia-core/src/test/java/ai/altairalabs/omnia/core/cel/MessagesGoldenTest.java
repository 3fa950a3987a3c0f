package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What an author reads of an expression with a fault, word for word: each line of {@code src/test/resources/cel/faults.cel}
 * gives what stands in {@code faults.txt}. {@code -Domnia.golden=write} writes that file anew; read the difference before you
 * commit it.
 */
class MessagesGoldenTest {
    private static final Path CASES = Path.of("src/test/resources/cel/faults.cel");
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));

    @Test
    void saysAsWritten() throws IOException {
        Path expected = CASES.resolveSibling("faults.txt");
        String actual = Files.readAllLines(CASES).stream()
                .map(MessagesGoldenTest::report)
                .collect(Collectors.joining("\n\n", "", "\n"));
        if ("write".equals(System.getProperty("omnia.golden"))) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    @Test
    void everyFaultSaysWhatToWriteInstead() throws IOException {
        for (String text : Files.readAllLines(CASES)) {
            assertThat(problems(text))
                    .as(text)
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.advice()).isNotNull());
        }
    }

    @Test
    void aValueSaysWhatToWriteInstead() {
        List<String> advice =
                List.of("body", "body.items == null ? null : null", "request.time", "identity", "[1]").stream()
                        .map(text -> (Compilation.Faulty) ENGINE.value(expression(text)))
                        .map(faulty ->
                                String.valueOf(faulty.problems().getFirst().advice()))
                        .toList();
        assertThat(advice)
                .containsExactly(
                        "choose one element",
                        "write what gives a text, a number or a bool",
                        "wrap it in `string(…)`",
                        "choose one field",
                        "choose one element");
    }

    private static String report(String text) {
        return problems(text).stream().map(Problem::render).collect(Collectors.joining("\n"));
    }

    private static List<Problem> problems(String text) {
        return ENGINE.rule(expression(text)) instanceof Compilation.Faulty faulty ? faulty.problems() : List.of();
    }

    private static Expression expression(String text) {
        SourceText source = new SourceText("rule", text);
        return new Expression(text, (line, column) -> new Place(source, line, column));
    }
}
