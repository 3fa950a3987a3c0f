package ai.altairalabs.omnia.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables as the tutorial prints them. */
class TablesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:10Z");

    private static ResourceTree agentPolicy(String namespace, String name) {
        return new ResourceTree(
                Kind.AGENT_POLICY,
                Map.of(
                        "metadata",
                        Map.of("name", name, "namespace", namespace, "creationTimestamp", "2026-11-01T12:00:00Z"),
                        "spec",
                        Map.of("mode", "enforce", "selector", Map.of("agents", List.of("a", "b"))),
                        "status",
                        Map.of(
                                "phase",
                                "Active",
                                "matchedAgents",
                                1,
                                "conditions",
                                List.of(Map.of("type", "Enforced", "status", "False")))));
    }

    private static ResourceTree toolPolicy(String mode, String created) {
        return new ResourceTree(
                Kind.TOOL_POLICY,
                Map.of(
                        "metadata",
                        Map.of("name", "refund-guardrails", "namespace", "production", "creationTimestamp", created),
                        "spec",
                        Map.of("mode", mode, "selector", Map.of("registry", "customer-tools")),
                        "status",
                        Map.of("phase", "Active", "ruleCount", 2)));
    }

    @Test
    void agentPoliciesOfStepOne() {
        assertThat(Tables.render(
                        Kind.AGENT_POLICY,
                        List.of(agentPolicy("production", "support-agent-policy")),
                        false,
                        false,
                        NOW))
                .isEqualTo("""
                        NAME                    MODE      PHASE    MATCHED   AGE
                        support-agent-policy    enforce   Active   1         10s
                        """);
    }

    @Test
    void toolPoliciesOfStepThree() {
        assertThat(Tables.render(
                        Kind.TOOL_POLICY, List.of(toolPolicy("audit", "2026-11-01T12:00:00Z")), false, false, NOW))
                .isEqualTo("""
                        NAME                 REGISTRY         MODE    PHASE    RULES   AGE
                        refund-guardrails    customer-tools   audit   Active   2       10s
                        """);
    }

    @Test
    void toolPoliciesOfStepFive() {
        assertThat(Tables.render(
                        Kind.TOOL_POLICY, List.of(toolPolicy("enforce", "2026-11-01T11:00:00Z")), false, false, NOW))
                .isEqualTo("""
                        NAME                 REGISTRY         MODE      PHASE    RULES   AGE
                        refund-guardrails    customer-tools   enforce   Active   2       1h
                        """);
    }

    @Test
    void everyNamespaceHasAColumnForIt() {
        assertThat(Tables.render(
                        Kind.AGENT_POLICY,
                        List.of(agentPolicy("production", "first"), agentPolicy("staging", "second-policy")),
                        true,
                        false,
                        NOW))
                .isEqualTo("""
                        NAMESPACE    NAME             MODE      PHASE    MATCHED   AGE
                        production   first            enforce   Active   1         10s
                        staging      second-policy    enforce   Active   1         10s
                        """);
    }

    @Test
    void wideShowsConditionsAndListsAndWhatIsNotThere() {
        assertThat(Tables.render(Kind.AGENT_POLICY, List.of(agentPolicy("p", "n")), false, true, NOW))
                .isEqualTo("""
                        NAME    MODE      PHASE    MATCHED   AGE   AGENTS   READY    ENFORCED
                        n       enforce   Active   1         10s   a,b      <none>   False
                        """);
    }
}
