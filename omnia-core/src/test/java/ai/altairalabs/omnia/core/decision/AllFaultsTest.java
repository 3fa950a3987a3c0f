package ai.altairalabs.omnia.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** All faults of a manifest are reported at once, word for word: those of its fields beside those of its expressions. */
class AllFaultsTest {
    private static final String POLICY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata:
              name: refunds
              namespace: production
            spec:
              selector:
                registry: customer-tools
              headerInjection:
                - header: X-Processed-By
                  cel: 'headers["X-Omnia-Claim-Team"'
              rules:
                - name: cap
                  deny:
                    cel: 'double(boddy.amount) > 500.0'
                    message: too much
            """;

    @Test
    void aFaultOfAFieldHidesNoFaultOfAnExpression() {
        String policy = POLICY.replace("customer-tools\n", "customer-tools\n    tolls: [process_refund]\n")
                .replace("message:", "massage:");

        assertThat(problems(policy)).isEqualTo("""
                p.yaml:9:5: error: unknown field `tolls`
                    tolls: [process_refund]
                    ^
                  write `tools`

                p.yaml:12:41: error: missing `]` at the end
                      cel: 'headers["X-Omnia-Claim-Team"'
                                                        ^
                  add `]`

                p.yaml:16:22: error: unknown variable or function `boddy`
                        cel: 'double(boddy.amount) > 500.0'
                                     ^
                  write `body`

                p.yaml:17:9: error: unknown field `massage`
                        massage: too much
                        ^
                  write `message`
                """.strip());
    }

    @Test
    void aFaultOfTheTextHidesNoFaultOfAnExpression() {
        assertThat(problems(POLICY.replace("name: refunds", "name: *refunds"))).isEqualTo("""
                p.yaml:4:9: error: the alias `*refunds` is not supported
                  name: *refunds
                        ^
                  write the value itself once more

                p.yaml:11:41: error: missing `]` at the end
                      cel: 'headers["X-Omnia-Claim-Team"'
                                                        ^
                  add `]`

                p.yaml:15:22: error: unknown variable or function `boddy`
                        cel: 'double(boddy.amount) > 500.0'
                                     ^
                  write `body`
                """.strip());
    }

    @Test
    void aTwinHidesNoFaultOfAnExpression() {
        String twin = POLICY.replace("boddy", "body").replace("Team\"", "Team\"]");

        assertThat(problems(POLICY + "---\n" + twin)).isEqualTo("""
                p.yaml:11:41: error: missing `]` at the end
                      cel: 'headers["X-Omnia-Claim-Team"'
                                                        ^
                  add `]`

                p.yaml:15:22: error: unknown variable or function `boddy`
                        cel: 'double(boddy.amount) > 500.0'
                                     ^
                  write `body`

                p.yaml:21:9: error: another ToolPolicy `production/refunds` stands in p.yaml, line 4
                  name: refunds
                        ^
                  remove one of the two, or give it another name
                """.strip());
    }

    @Test
    void oneFaultIsReportedOnce() {
        PolicySet set =
                PolicySet.compile(ManifestReader.read(List.of(new SourceText("p.yaml", POLICY))), Generated.LIMITS);

        assertThat(set.problems()).hasSize(2).doesNotHaveDuplicates();
    }

    private static String problems(String text) {
        PolicySet set =
                PolicySet.compile(ManifestReader.read(List.of(new SourceText("p.yaml", text))), Generated.LIMITS);
        return set.problems().stream().map(Problem::render).collect(Collectors.joining("\n\n"));
    }
}
