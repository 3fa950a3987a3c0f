package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ManifestTextTest {
    private static Map<String, Object> policy(String message, String cel) {
        return Map.of(
                "apiVersion",
                "omnia.altairalabs.ai/v1alpha1",
                "kind",
                "ToolPolicy",
                "metadata",
                Map.of("name", "refunds", "namespace", "production", "uid", "1", "managedFields", List.of()),
                "status",
                Map.of("phase", "Active"),
                "spec",
                Map.of(
                        "selector",
                        Map.of("registry", "customer-tools", "tools", List.of()),
                        "rules",
                        List.of(Map.of("name", "rule", "deny", Map.of("cel", cel, "message", message)))));
    }

    @Test
    void isReadAsTheManifestThatItsAuthorWrote() {
        SourceText text = ManifestText.of(policy("no", "body.amount > 1.0"));

        Manifests read = ManifestReader.read(List.of(text));

        assertThat(read.problems()).isEmpty();
        assertThat(text.name()).isEqualTo("toolpolicy production/refunds");
        assertThat(text.text()).doesNotContain("managedFields", "uid", "status", "Active");
        ToolPolicy policy = (ToolPolicy) read.resources().getFirst();
        assertThat(policy.name()).hasToString("production/refunds");
        assertThat(policy.rules().getFirst().cel().text()).isEqualTo("body.amount > 1.0");
    }

    @Property(tries = 500)
    void everyTextSurvives(@ForAll @StringLength(max = 30) String text) {
        Map<String, Object> spec = Map.of("text", text, text, List.of(text, List.of(text, Map.of())));

        assertThat(spec(spec)).isEqualTo(spec);
    }

    @Test
    void textThatLooksLikeSomethingElseStaysText() {
        for (String text : List.of(
                "true", "No", "null", "~", "1", "1e3", "0x1F", ".nan", "-", "- a", "a: b", "a #b", "", " a ", "'", "\"",
                "\\", "a\nb\n", "\t", "😀", "\u0085", "\u2028", "*a", "&a", "!a", "%a", "@a", "|", ">")) {
            assertThat(spec(Map.of("text", text))).isEqualTo(Map.of("text", text));
        }
    }

    @Test
    void numbersAndTruthsStayWhatTheyAre() {
        Map<String, Object> spec = Map.of("a", 1, "b", 2.5, "c", true, "d", List.of(1, List.of(2), Map.of("e", false)));

        assertThat(spec(spec)).isEqualTo(spec);
    }

    private static Object spec(Map<String, Object> spec) {
        String text = ManifestText.of(Map.of("kind", "X", "metadata", Map.of("name", "x"), "spec", spec))
                .text();
        Map<?, ?> read = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        return read.get("spec");
    }
}
