package ai.altairalabs.omnia.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loading is all or nothing, and a fault never opens a tool (semantics, section 5). */
class ReloadTest {
    private static final String CAP = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata: {name: cap, namespace: production}
            spec:
              selector: {registry: shop, tools: [refund]}
              rules: [{name: cap, deny: {cel: 'body.amount > %s', message: too much}}]
            """;
    private static final String BROKEN_CEL = CAP.formatted("(");
    private static final String BROKEN_FIELD = CAP.formatted("500").replace("rules:", "ruls:");
    private static final String REGISTRY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolRegistry
            metadata: {name: shop, namespace: production}
            spec:
              handlers:
                - name: refunds
                  type: http
                  tool: {name: refund, description: d, inputSchema: {type: object, properties: {amount: {type: number}}}}
                  httpConfig: {endpoint: 'http://shop:80/v1/refund'}
            """;
    private static final String NOT_YAML = "apiVersion: [";

    @Test
    void aPolicyThatNeverCompiledGuardsItsTools() {
        for (String broken : List.of(BROKEN_CEL, BROKEN_FIELD)) {
            PolicySet set = first(broken);
            assertThat(rule(set, "refund", 1)).isEqualTo(Rules.POLICY_INVALID);
            assertThat(rule(set, "lookup", 1)).isEmpty();
            assertThat(set.problems()).isNotEmpty();
            assertThat(status(set).phase()).isEqualTo("Error");
            assertThat(status(set).conditions().getFirst().message()).contains("stays closed");
        }
    }

    @Test
    void aBadNewVersionKeepsTheLastGoodOneAndSaysSo() {
        for (String broken : List.of(BROKEN_CEL, BROKEN_FIELD, NOT_YAML)) {
            PolicySet good = first(CAP.formatted("500"));
            PolicySet set = good.next(ManifestReader.read(List.of(new SourceText("p0.yaml", broken))));
            assertThat(rule(set, "refund", 501)).isEqualTo("cap");
            assertThat(rule(set, "refund", 500)).isEmpty();
            assertThat(set.problems()).isNotEmpty();
        }
        PolicySet good = first(CAP.formatted("500"));
        PolicySet set = good.next(ManifestReader.read(List.of(new SourceText("p0.yaml", BROKEN_CEL))));
        assertThat(status(set).phase()).isEqualTo("Error");
        assertThat(status(set).conditionsWithFault().getFirst().message())
                .startsWith("the last good version stays in force: p0.yaml:")
                .doesNotContain("more)");
        PolicySet two = good.next(ManifestReader.read(
                List.of(new SourceText("p0.yaml", BROKEN_FIELD + "  more: 1\n"), new SourceText("p1.yaml", "- a\n"))));
        assertThat(status(two).conditionsWithFault().getFirst().message())
                .startsWith("the last good version stays in force: p0.yaml:")
                .endsWith(" (and 1 more)");
        assertThat(set.revision()).isNotEqualTo(good.revision());
    }

    @Test
    void aGoodVersionAfterABadOneIsInForce() {
        PolicySet set = first(BROKEN_CEL).next(read(CAP.formatted("100")));
        assertThat(rule(set, "refund", 101)).isEqualTo("cap");
        assertThat(rule(set, "refund", 100)).isEmpty();
        assertThat(set.problems()).isEmpty();
    }

    @Test
    void aDeletedPolicyIsGone() {
        PolicySet set = first(CAP.formatted("500")).next(read());
        assertThat(rule(set, "refund", 501)).isEmpty();
    }

    @Test
    void aFirstSetThatCannotBeReadRefusesEverything() {
        PolicySet set = first(NOT_YAML);
        assertThat(set.complete()).isFalse();
        assertThat(rule(set, "lookup", 1)).isEqualTo(Rules.POLICY_INVALID);
    }

    @Test
    void aRegistryWithAFaultDoesNotMakeADoorTrustHeaders() {
        PolicySet set = first("""
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolRegistry
                metadata: {name: shop, namespace: production}
                spec: {handlers: [{name: h, type: nonsense}]}
                """);
        ToolResolver resolver = set.resolver("production", null, ToolResolver.UnknownTool.DENY, null);
        assertThat(resolver.resolve("POST", "/v1/refund", "lookup", "shop")).isEqualTo(new ToolIdentity.Unknown());
    }

    @Test
    void aDoorThatSawARegistryNeverTrustsHeadersAgain() {
        PolicySet none = first();
        ToolResolver trusting = none.resolver("production", null, ToolResolver.UnknownTool.DENY, null);
        assertThat(trusting.resolve("POST", "/", "lookup", "shop")).isEqualTo(new ToolIdentity.Known("shop", "lookup"));

        ToolResolver registered = first(REGISTRY).resolver("production", null, ToolResolver.UnknownTool.DENY, trusting);
        ToolResolver after = none.resolver("production", null, ToolResolver.UnknownTool.DENY, registered);
        assertThat(after.resolve("POST", "/", "lookup", "shop")).isEqualTo(new ToolIdentity.Unknown());
    }

    @Test
    void aRegistryOfAnotherNamespaceDoesNotMakeADoorTrustHeaders() {
        ToolResolver resolver = first(REGISTRY).resolver("staging", null, ToolResolver.UnknownTool.DENY, null);
        assertThat(resolver.resolve("POST", "/v1/refund", "lookup", "shop")).isEqualTo(new ToolIdentity.Unknown());
    }

    @Test
    void trustedHeadersNameTheDoorsOwnRegistry() {
        ToolResolver resolver = first().resolver("production", "shop", ToolResolver.UnknownTool.ALLOW, null);
        assertThat(resolver.resolve("POST", "/", "lookup", "shop")).isEqualTo(new ToolIdentity.Known("shop", "lookup"));
        assertThat(resolver.resolve("POST", "/", "lookup", "bank")).isEqualTo(new ToolIdentity.Unknown());
    }

    @Test
    void loadOrderDoesNotOrderPoliciesWithFaults() {
        String other = BROKEN_CEL.replace("name: cap, namespace", "name: another, namespace");
        ToolCall call =
                Generated.call(new ToolIdentity.Known("shop", "refund"), "anna", Headers.NONE, new Body.Absent());
        assertThat(first(BROKEN_CEL, other).decide(call))
                .isEqualTo(first(other, BROKEN_CEL).decide(call));
    }

    @Test
    void aMisspeltFieldIsADoubt() {
        PolicySet set = first(REGISTRY, CAP.formatted("500").replace("body.amount", "body.ammount"));
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isFalse();
            assertThat(problem.render()).contains("`ammount`").contains("write `amount`");
        });
    }

    private static PolicySet first(String... manifests) {
        return PolicySet.compile(read(manifests), Generated.LIMITS);
    }

    private static ai.altairalabs.omnia.core.manifest.Manifests read(String... manifests) {
        List<SourceText> sources = new ArrayList<>();
        for (int i = 0; i < manifests.length; i++) {
            sources.add(new SourceText("p" + i + ".yaml", manifests[i]));
        }
        return ManifestReader.read(sources);
    }

    private static Status status(PolicySet set) {
        return set.status(Kind.TOOL_POLICY, new ResourceName("production", "cap"));
    }

    private static String rule(PolicySet set, String tool, int amount) {
        Body body = JsonReader.read(("{\"amount\": " + amount + "}").getBytes(StandardCharsets.UTF_8));
        ToolCall call = Generated.call(new ToolIdentity.Known("shop", tool), "anna", Headers.NONE, body);
        return switch (set.decide(call).enforcement()) {
            case Enforcement.Refuse refuse -> refuse.rule();
            case Enforcement.Permit _ -> "";
        };
    }
}
