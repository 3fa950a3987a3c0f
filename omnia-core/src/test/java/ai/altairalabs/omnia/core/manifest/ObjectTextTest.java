package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObjectTextTest {
    private static final Map<String, Object> METADATA = new TreeMap<>(Map.of(
            "name", "refund-guardrails",
            "namespace", "production",
            "uid", "0b6b1c2e",
            "managedFields", List.of(Map.of("manager", "kubectl")),
            "annotations", Map.of("kubectl.kubernetes.io/last-applied-configuration", "{}")));

    private static Map<String, Object> policy(String cel) {
        Map<String, Object> rule = new TreeMap<>(Map.of(
                "name", "max", "deny", new TreeMap<>(Map.of("cel", cel, "message", "a \"very\" long: message #1"))));
        return new TreeMap<>(Map.of(
                "apiVersion",
                "omnia.altairalabs.ai/v1alpha1",
                "kind",
                "ToolPolicy",
                "metadata",
                METADATA,
                "spec",
                new TreeMap<>(Map.of("selector", Map.of("registry", "tools"), "rules", List.of(rule))),
                "status",
                Map.of("phase", "Active", "ruleCount", 1)));
    }

    @Test
    void isTheManifestWithoutWhatOthersWrote() {
        SourceText text = ObjectText.of(policy("has(body.amount)"));
        assertThat(text.name()).isEqualTo("ToolPolicy production/refund-guardrails");
        assertThat(text.text()).isEqualTo("""
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata:
                    name: refund-guardrails
                    namespace: production
                spec:
                    rules:
                      - deny:
                            cel: has(body.amount)
                            message: 'a "very" long: message #1'
                        name: max
                    selector:
                        registry: tools
                """);
        assertThat(ManifestReader.read(List.of(text)).problems()).isEmpty();
    }

    @Test
    void keepsEveryTextAsItIs() {
        for (String cel : List.of(
                "'yes' == 'no'",
                "true",
                "TRUE",
                "yes",
                "off",
                "0x10",
                "0o7",
                "1_000",
                "1e3",
                ".5",
                "+1",
                ".inf",
                "12:30:00",
                "2026-01-01",
                "null",
                "!x",
                "{a: 1}",
                "- a",
                "a: b",
                "a #b",
                "<<",
                "=",
                "\ta",
                "a\u0000b",
                "a\nb\n",
                " leading",
                "\u00e9\ud83d\ude00",
                "x".repeat(5000),
                "~")) {
            Manifests read = ManifestReader.read(List.of(ObjectText.of(policy(cel))));
            assertThat(read.problems()).as(cel).isEmpty();
            assertThat(read.resources().getFirst())
                    .isInstanceOfSatisfying(
                            ai.altairalabs.omnia.core.policy.ToolPolicy.class,
                            policy -> assertThat(policy.rules().getFirst().cel().text())
                                    .isEqualTo(cel));
        }
    }

    @Test
    void showsAFaultWhereTheAuthorWouldLookForIt() {
        Map<String, Object> policy = policy("true");
        policy.put("spek", Map.of());
        assertThat(ManifestReader.read(List.of(ObjectText.of(policy))).problems())
                .extracting(Problem::render)
                .containsExactly("""
                        ToolPolicy production/refund-guardrails:14:1: error: unknown field `spek`
                        spek: {}
                        ^
                          write `spec`""");
    }
}
