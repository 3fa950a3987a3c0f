package ai.altairalabs.omnia.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Finding;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.policies.DoorLimits;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final PolicySet SET = PolicySet.compile(
            ManifestReader.read(List.of(new SourceText("registry.yaml", """
                    apiVersion: omnia.altairalabs.ai/v1alpha1
                    kind: ToolRegistry
                    metadata:
                      name: customer-tools
                      namespace: production
                    spec:
                      handlers:
                        - name: refunds
                          type: http
                          tool:
                            name: process_refund
                            description: Issue a refund
                            inputSchema:
                              type: object
                          httpConfig:
                            endpoint: http://customer-tools:8080/v1/refund
                    """))), DoorLimits.standard());
    private static final ToolIdentity REFUND = new ToolIdentity.Known("customer-tools", "process_refund");

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    private static Decision decision(Finding.Effect... effects) {
        List<Finding> findings = java.util.Arrays.stream(effects)
                .map(effect -> new Finding(
                        new Finding.Source.Policy(Kind.TOOL_POLICY, new ResourceName("n", "p"), "enforce"),
                        "rule",
                        "message",
                        effect,
                        null))
                .toList();
        return new Decision(findings, List.of(), Map.of(), "r");
    }

    @Test
    void countsDecisionsByOutcomeAndKind() {
        metrics.watch(new GivenPolicies(SET));
        ToolMeters meters = metrics.of(REFUND);
        meters.decided(decision(), 1_000);
        meters.decided(decision(Finding.Effect.TOLERATED), 1_000);
        meters.decided(decision(Finding.Effect.WOULD_REFUSE), 1_000);
        meters.decided(decision(Finding.Effect.WOULD_REFUSE, Finding.Effect.REFUSE), 1_000);
        meters.answered(2_000_000);
        String labels =
                "omnia_decisions_total{kind=\"%s\",outcome=\"%s\",registry=\"customer-tools\",tool=\"process_refund\"} %s";
        assertThat(metrics.scrape())
                .contains(labels.formatted("", "allow", "2.0"))
                .contains(labels.formatted("", "would_deny", "1.0"))
                .contains(labels.formatted("ToolPolicy", "deny", "1.0"))
                .contains(
                        "omnia_decision_duration_seconds_count{registry=\"customer-tools\",tool=\"process_refund\"} 4")
                .contains("omnia_request_duration_seconds_bucket{registry=\"customer-tools\","
                        + "tool=\"process_refund\",le=\"0.0025\"} 1")
                .contains("omnia_policy_set_info{revision=\"" + SET.revision() + "\"} 1")
                .contains("omnia_policy_reload_failures_total 0")
                .contains("omnia_policy_last_reload_success_timestamp_seconds");
    }

    @Test
    void labelsComeFromRegistriesOnly() {
        metrics.tools(SET.registries());
        for (int i = 0; i < 100; i++) {
            metrics.of(new ToolIdentity.Known("made-up", "tool-" + i)).decided(decision(), 1);
        }
        metrics.of(new ToolIdentity.Mismatched(new ToolIdentity.Known("customer-tools", "process_refund")))
                .decided(decision(), 1);
        assertThat(metrics.of(REFUND))
                .isSameAs(metrics.of(
                        new ToolIdentity.Mismatched(new ToolIdentity.Known("customer-tools", "process_refund"))));
        assertThat(metrics.scrape())
                .doesNotContain("made-up")
                .contains("omnia_decisions_total{kind=\"\",outcome=\"allow\",registry=\"\",tool=\"\"} 100.0");
    }

    @Test
    void showsAuditLogAndKeys() {
        try (AuditLog log = AuditLog.to(new ByteArrayOutputStream(), Clock.systemUTC());
                KeySet keys =
                        KeySet.ofJson(ContextSigner.generate(Clock.systemUTC()).publicJwks())) {
            metrics.watch(log);
            metrics.watch(keys);
            metrics.count(Metrics.Refusal.UNAUTHENTICATED);
            assertThat(metrics.scrape())
                    .contains("omnia_audit_dropped_total 0.0")
                    .contains("omnia_audit_late_total 0.0")
                    .contains("omnia_keys{source=\"given\"} 1.0")
                    .contains("omnia_keys_fetch_failures_total{source=\"given\"} 0.0")
                    .contains("omnia_requests_failed_total{reason=\"unauthenticated\"} 1.0");
        }
    }
}
