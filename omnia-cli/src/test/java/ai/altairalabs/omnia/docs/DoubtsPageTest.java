package ai.altairalabs.omnia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of a warning or a note on the page gives just that. */
class DoubtsPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (warning|note) \\| `(.+?)` \\| ([^|]+) \\|$");

    record Example(String severity, String expression, String message) {}

    static Stream<Example> examples() {
        return ROW.matcher(Page.of("docs/cel.md").section("What `omnia validate` points out"))
                .results()
                .map(row -> new Example(row.group(1), row.group(2).replace("\\|", "|"), row.group(3)));
    }

    @Test
    void theExamplesAreFound() {
        assertThat(examples()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void saysWhatThePageSays(Example example) {
        String policy = """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata: {name: examples, namespace: production}
                spec:
                  selector: {registry: customer-tools, tools: [process_refund]}
                  rules:
                    - name: example
                      deny:
                        cel: '%s'
                        message: refused
                """.formatted(example.expression());
        PolicySet set = PolicySet.compile(
                ManifestReader.read(List.of(
                        new SourceText("policy.yaml", policy),
                        new SourceText(
                                "tools.yaml",
                                Page.of("examples/customer-service/customer-tools.yaml")
                                        .text()))),
                Limits.standard(() -> 0));
        List<Problem> said = example.severity().equals("note") ? set.notes() : set.problems();
        assertThat(said).extracting(Problem::message).containsExactly(example.message());
    }
}
