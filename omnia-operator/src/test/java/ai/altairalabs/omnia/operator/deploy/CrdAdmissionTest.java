package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.realparts.ApiServer;
import ai.altairalabs.omnia.realparts.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server with our CRDs, and no webhook, makes of manifests that come through kubectl. */
class CrdAdmissionTest {
    private static final Path VECTORS = Crds.ROOT.resolve("vectors/crd");
    private static final String EXPECTED = "#   ";

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.withOurKinds();
        server.kubectl("create", "namespace", "production").orFail();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static Stream<String> invalid() throws IOException {
        return vectors("invalid-");
    }

    static Stream<String> valid() throws IOException {
        return vectors("valid-");
    }

    private static Stream<String> vectors(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(VECTORS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Ran dryRun(String file) {
        return server.kubectl("apply", "--dry-run=server", "--validate=strict", "-f", file);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWithTheMessageThatTheVectorStates(String name) throws IOException {
        List<String> lines = Files.readAllLines(VECTORS.resolve(name));
        assertThat(lines.getFirst()).isEqualTo("# Refused with:");
        List<String> expected = lines.stream()
                .skip(1)
                .takeWhile(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .toList();
        assertThat(expected).isNotEmpty();
        Ran ran = dryRun("vectors/crd/" + name);
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(1);
        assertThat(ran.err()).contains(expected);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void accepts(String name) {
        assertThat(dryRun("vectors/crd/" + name).orFail()).contains("created (server dry run)");
    }

    @Test
    void thereAreManyVectors() throws IOException {
        assertThat(invalid()).hasSizeGreaterThanOrEqualTo(90);
        assertThat(valid()).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void takesTheExampleAndEveryStepOfTheTutorialUnchanged() throws IOException {
        assertThat(dryRun("examples/customer-service").orFail().lines()).hasSize(4);
        try (Stream<Path> steps = Files.list(Crds.ROOT.resolve("examples/customer-service/steps"))) {
            for (Path step : steps.toList()) {
                dryRun(step.toString()).orFail();
            }
        }
    }

    @Test
    void explainsEachField() {
        String rules = server.kubectl("explain", "toolpolicy.spec.rules").orFail();
        assertThat(rules).contains("reasons to refuse, looked at in this order until one holds");
        assertThat(rules).containsSubsequence("deny", "<Object> -required-", "when to refuse");
        assertThat(server.kubectl("explain", "ap.spec.mode").orFail())
                .contains("`enforce` refuses; `permissive` only records what it would refuse")
                .containsSubsequence("ENUM:", "enforce", "permissive");
        assertThat(server.kubectl("explain", "ar.status.conditions").orFail()).contains("lastTransitionTime");
    }

    @Test
    void refusesFieldsThatItDoesNotKnow() {
        String manifest = """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata: {name: misspelt, namespace: production}
                spec: {toolAcces: {mode: allowlist}}
                """;
        Ran refused = server.kubectlWith(manifest, "apply", "--validate=strict", "-f", "-");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("strict decoding error: unknown field \"spec.toolAcces\"");
    }

    @Test
    void fillsDefaultsIn() {
        assertThat(server.kubectl(
                                "create",
                                "--dry-run=server",
                                "-f",
                                "vectors/crd/valid-tool-policy-least.yaml",
                                "-o",
                                "jsonpath={.spec.mode} {.spec.onFailure}")
                        .orFail())
                .isEqualTo("enforce deny");
    }

    /** A field without a value must not read as if it were absent: `toolAccess:` would then allow every tool. */
    @Test
    void keepsFieldsWithoutAValueForTheReaderToRefuse() {
        String manifest = """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata: {name: without-value, namespace: production}
                spec:
                  toolAccess:
                """;
        assertThat(server.kubectlWith(manifest, "create", "--dry-run=server", "-f", "-", "-o", "yaml")
                        .orFail())
                .contains("toolAccess: null");
    }

    /** Rules are a list by name for server-side apply, and still in the order of the text. */
    @Test
    void keepsTheOrderOfRulesAlsoWhenAppliedByTheServer() {
        String manifest = """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata: {name: ordered, namespace: production}
                spec:
                  selector: {registry: customer-tools}
                  rules:
                    - {name: b, deny: {cel: 'true', message: b}}
                    - {name: a, deny: {cel: 'true', message: a}}
                """;
        String turned = manifest.replace("name: b,", "name: x,").replace("name: a,", "name: b,");
        for (String each : List.of(manifest, turned)) {
            server.kubectlWith(each, "apply", "--server-side", "-f", "-").orFail();
        }
        assertThat(rules()).isEqualTo("x b");
        server.kubectlWith(manifest, "apply", "--server-side", "-f", "-").orFail();
        assertThat(rules()).isEqualTo("b a");
    }

    private static String rules() {
        return server.kubectl(
                        "get", "toolpolicy", "ordered", "-n", "production", "-o", "jsonpath={.spec.rules[*].name}")
                .orFail();
    }

    @Test
    void printsTheTablesOfTheTutorial() {
        server.kubectl("create", "namespace", "tutorial").orFail();
        for (String file : List.of("support-agent-policy.yaml", "refund-guardrails.yaml", "support-agent.yaml")) {
            String manifest = server.kubectl(
                            "create", "--dry-run=client", "-o", "yaml", "-f", "examples/customer-service/" + file)
                    .orFail()
                    .replace("namespace: production", "namespace: tutorial");
            server.kubectlWith(manifest, "apply", "-f", "-").orFail();
        }
        status("agentpolicy/support-agent-policy", "{\"phase\":\"Active\",\"matchedAgents\":1}");
        status("toolpolicy/refund-guardrails", "{\"phase\":\"Active\",\"ruleCount\":2}");
        status("agentruntime/support-agent", """
                {"phase": "Ready", "version": "0.1.0", "conditions": [{"type": "Ready", "status": "True",
                 "reason": "Served", "message": "", "lastTransitionTime": "2026-11-01T00:00:00Z"}]}""");

        assertThat(cells("agentpolicies")).isEqualTo(cellsOf("""
                NAME                    MODE      PHASE    MATCHED   AGE
                support-agent-policy    enforce   Active   1         10s
                """));
        assertThat(cells("toolpolicies")).isEqualTo(cellsOf("""
                NAME                 REGISTRY         MODE    PHASE    RULES   AGE
                refund-guardrails    customer-tools   audit   Active   2       10s
                """));
        server.kubectl("patch", "tp", "refund-guardrails", "-n", "tutorial", "--type=merge", "-p", """
                {"spec":{"mode":"enforce"}}""")
                .orFail();
        assertThat(cells("tp")).isEqualTo(cellsOf("""
                NAME                 REGISTRY         MODE      PHASE    RULES   AGE
                refund-guardrails    customer-tools   enforce   Active   2       1h
                """));
        assertThat(cells("agentruntimes")).isEqualTo(cellsOf("""
                NAME            PHASE   READY   VERSION   AGE
                support-agent   Ready   True    0.1.0     1h
                """));
        assertThat(server.kubectl("get", "omnia", "-n", "tutorial", "-o", "name")
                        .orFail()
                        .lines())
                .hasSize(3);
    }

    /** By the subresource, as the operator writes it; the rest of the object is not touched by it. */
    private static void status(String name, String json) {
        String patch = "{\"spec\":{\"mode\":\"nonsense\"},\"status\":" + json + "}";
        server.kubectl("patch", name, "-n", "tutorial", "--subresource=status", "--type=merge", "-p", patch)
                .orFail();
    }

    private static List<List<String>> cells(String kind) {
        return cellsOf(server.kubectl("get", kind, "-n", "tutorial").orFail());
    }

    /** The cells of each line without the age, which is the last. */
    private static List<List<String>> cellsOf(String table) {
        return table.lines()
                .map(line -> Arrays.asList(line.strip().split(" {2,}")))
                .map(cells -> cells.getLast().equals("AGE") ? cells : cells.subList(0, cells.size() - 1))
                .toList();
    }
}
