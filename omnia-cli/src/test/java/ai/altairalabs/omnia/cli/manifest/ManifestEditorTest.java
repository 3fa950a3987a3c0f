package ai.altairalabs.omnia.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One document changes; everything else in its file stays as it is. */
class ManifestEditorTest {
    private static final ResourceName FIRST = new ResourceName("shop", "first");
    private static final ResourceName SECOND = new ResourceName("shop", "second");

    @TempDir
    private Path directory;

    private static String policy(String name, String mode) {
        return """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata:
                  name: %s
                  namespace: shop
                spec:
                  mode: %s
                  toolAccess:
                    mode: allowlist
                    rules:
                      - registry: tools
                        tools: [look]
                """.formatted(name, mode);
    }

    private static Document.Whole document(String text) {
        Document document = ManifestReader.read(List.of(new SourceText("given.yaml", text)))
                .documents()
                .getFirst();
        return (Document.Whole) document;
    }

    private ManifestEditor editor(Path root, Map<Path, String> files) {
        return new ManifestEditor(
                List.of(root),
                files.entrySet().stream()
                        .map(file -> new SourceText(file.getKey().toString(), file.getValue()))
                        .toList());
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    @Test
    void replacesOneDocumentOfSeveralAndKeepsTheRestByteForByte() {
        String before =
                "# about everything\r\n---\n# the first\n" + policy("first", "enforce") + "\n\n---   \n# the second\n"
                        + policy("second", "enforce") + "\n---\nkind: ConfigMap\t# not ours\r\napiVersion: v1\n";
        ManifestEditor editor = editor(directory, Map.of(file("all.yaml"), before));

        assertThat(editor.put(document("# new\n" + policy("second", "permissive"))))
                .isEqualTo(ManifestEditor.Put.CONFIGURED);

        assertThat(editor.changes())
                .isEqualTo(Map.of(
                        file("all.yaml"),
                        Optional.of("# about everything\r\n---\n# the first\n" + policy("first", "enforce")
                                + "\n\n---   \n# new\n" + policy("second", "permissive")
                                + "---\nkind: ConfigMap\t# not ours\r\napiVersion: v1\n")));
    }

    @Test
    void aNewResourceGetsAFileOfItsOwnInTheDirectory() {
        ManifestEditor editor = editor(directory, Map.of(file("first.yaml"), policy("first", "enforce")));

        assertThat(editor.put(document(policy("second", "enforce")))).isEqualTo(ManifestEditor.Put.CREATED);

        assertThat(editor.changes()).isEqualTo(Map.of(file("second.yaml"), Optional.of(policy("second", "enforce"))));
    }

    @Test
    void aNewResourceDoesNotTakeAFileThatHoldsAnother() throws Exception {
        Files.writeString(file("second.yaml"), policy("first", "enforce"));
        ManifestEditor editor = editor(directory, Map.of(file("second.yaml"), policy("first", "enforce")));

        editor.put(document(policy("second", "enforce")));

        assertThat(editor.changes().keySet()).containsExactly(file("second.shop.agentpolicy.yaml"));
    }

    @Test
    void whereOnlyAFileIsReadANewResourceIsAppendedToIt() {
        ManifestEditor editor = editor(file("all.yaml"), Map.of(file("all.yaml"), policy("first", "enforce")));

        editor.put(document(policy("second", "enforce")));

        assertThat(editor.changes())
                .isEqualTo(Map.of(
                        file("all.yaml"),
                        Optional.of(policy("first", "enforce") + "---\n" + policy("second", "enforce"))));
    }

    @Test
    void theSameDocumentChangesNothing() {
        ManifestEditor editor = editor(directory, Map.of(file("first.yaml"), policy("first", "enforce")));

        assertThat(editor.put(document(policy("first", "enforce") + "\n"))).isEqualTo(ManifestEditor.Put.UNCHANGED);

        assertThat(editor.changes()).isEmpty();
    }

    @Test
    void aFaultyDocumentIsReplacedByItsMendedVersion() {
        String broken = policy("first", "enforce").replace("tools: [look]", "tolls: [look]");
        ManifestEditor editor = editor(directory, Map.of(file("first.yaml"), broken));

        assertThat(editor.put(document(policy("first", "enforce")))).isEqualTo(ManifestEditor.Put.CONFIGURED);

        assertThat(editor.changes()).isEqualTo(Map.of(file("first.yaml"), Optional.of(policy("first", "enforce"))));
    }

    @Test
    void removesTheFirstTheMiddleAndTheLastDocument() {
        String text = policy("first", "enforce") + "---\n" + policy("second", "enforce") + "---\n"
                + policy("third", "enforce");
        Map<Path, String> files = Map.of(file("all.yaml"), text);
        ManifestEditor first = editor(directory, files);
        ManifestEditor second = editor(directory, files);
        ManifestEditor third = editor(directory, files);

        assertThat(first.remove(Kind.AGENT_POLICY, FIRST)).isTrue();
        assertThat(second.remove(Kind.AGENT_POLICY, SECOND)).isTrue();
        assertThat(third.remove(Kind.AGENT_POLICY, new ResourceName("shop", "third")))
                .isTrue();

        assertThat(first.changes().values())
                .containsExactly(Optional.of(policy("second", "enforce") + "---\n" + policy("third", "enforce")));
        assertThat(second.changes().values())
                .containsExactly(Optional.of(policy("first", "enforce") + "---\n" + policy("third", "enforce")));
        assertThat(third.changes().values())
                .containsExactly(Optional.of(policy("first", "enforce") + "---\n" + policy("second", "enforce")));
    }

    @Test
    void aFileThatIsLeftEmptyGoesUnlessItWasNamed() {
        Map<Path, String> files = Map.of(file("first.yaml"), "---\n" + policy("first", "enforce"));
        ManifestEditor inDirectory = editor(directory, files);
        ManifestEditor named = editor(file("first.yaml"), files);

        inDirectory.remove(Kind.AGENT_POLICY, FIRST);
        named.remove(Kind.AGENT_POLICY, FIRST);

        assertThat(inDirectory.changes()).isEqualTo(Map.of(file("first.yaml"), Optional.empty()));
        assertThat(named.changes()).isEqualTo(Map.of(file("first.yaml"), Optional.of("")));
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
        ManifestEditor editor = editor(directory, Map.of(file("first.yaml"), policy("first", "enforce")));

        assertThat(editor.remove(Kind.TOOL_POLICY, FIRST)).isFalse();
        assertThat(editor.remove(Kind.AGENT_POLICY, new ResourceName("other", "first")))
                .isFalse();
        assertThat(editor.changes()).isEmpty();
    }

    @Test
    void anItemOfAListIsLeftAlone() {
        String list = "apiVersion: v1\nkind: List\nitems:\n"
                + policy("first", "enforce").indent(4).replaceFirst("    apiVersion", "  - apiVersion");
        ManifestEditor editor = editor(directory, Map.of(file("list.yaml"), list));

        assertThatThrownBy(() -> editor.remove(Kind.AGENT_POLICY, FIRST))
                .isInstanceOf(CannotDo.class)
                .hasMessageContaining("stands in a `kind: List` in `" + file("list.yaml") + "`; change it there");
    }

    private static List<Document.Whole> listed(String... policies) {
        StringBuilder list = new StringBuilder("apiVersion: v1\nkind: List\nitems:\n");
        for (String policy : policies) {
            list.append(policy.indent(4).replaceFirst("    apiVersion", "  - apiVersion"));
        }
        return ManifestReader.read(List.of(new SourceText("given.yaml", list.toString()))).documents().stream()
                .map(Document.Whole.class::cast)
                .toList();
    }

    private static String fromServer(String name, String mode) {
        return policy(name, mode)
                        .replace(
                                "  namespace: shop\n",
                                "  namespace: shop\n  uid: '1'\n  creationTimestamp: '2026-11-29T00:00:00Z'\n")
                + "status:\n  phase: Active\n";
    }

    @Test
    void itemsOfAListArePutAsDocumentsWithoutWhatAServerWrote() {
        ManifestEditor editor = editor(directory, Map.of(file("first.yaml"), policy("first", "permissive")));

        for (Document.Whole item : listed(fromServer("first", "enforce"), fromServer("second", "enforce"))) {
            editor.put(item);
        }

        assertThat(editor.changes().keySet()).containsExactly(file("first.yaml"), file("second.yaml"));
        assertThat(editor.changes().get(file("first.yaml"))).isEqualTo(Optional.of("""
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata:
                  name: first
                  namespace: shop
                spec:
                  mode: enforce
                  toolAccess:
                    mode: allowlist
                    rules:
                    - registry: tools
                      tools:
                      - look
                """));
    }

    @Test
    void whatAServerGaveBackUnchangedKeepsTheFileWithItsComments() {
        String before = "# ours\n" + policy("first", "enforce").replace("  mode: enforce\n", "");
        ManifestEditor editor = editor(directory, Map.of(file("first.yaml"), before));

        assertThat(editor.put(document(fromServer("first", "enforce")))).isEqualTo(ManifestEditor.Put.UNCHANGED);
        assertThat(editor.changes()).isEmpty();
    }

    @Test
    void aJsonFileStaysJson() {
        String before = "{\"apiVersion\": \"omnia.altairalabs.ai/v1alpha1\", \"kind\": \"AgentPolicy\","
                + " \"metadata\": {\"name\": \"first\", \"namespace\": \"shop\"}, \"spec\": {}}\n";
        ManifestEditor editor = editor(directory, Map.of(file("first.json"), before));

        assertThat(editor.put(document(policy("first", "permissive")))).isEqualTo(ManifestEditor.Put.CONFIGURED);

        String after = editor.changes().get(file("first.json")).orElseThrow();
        assertThat(Json.readObject(after)).containsEntry("kind", "AgentPolicy").containsKey("spec");
    }
}
