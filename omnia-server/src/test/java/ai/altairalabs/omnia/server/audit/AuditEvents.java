package ai.altairalabs.omnia.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Events as real policies make them of real calls. */
final class AuditEvents {
    /** As long as the slowest machine could need; nothing waits so long unless something is wrong. */
    static final Patience PATIENT = new Patience(Duration.ofMinutes(2), Duration.ofMinutes(2));

    private static final String POLICY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata:
              name: %s
              namespace: production
            spec:
              selector:
                registry: customer-tools
              rules:
                - name: max-refund-amount
                  deny:
                    cel: 'has(body.amount) && double(body.amount) > 500.0'
                    message: "Refund amount exceeds the $500 limit"
              mode: %s
              onFailure: %s
              audit:
                logDecisions: %s
                redactFields: [%s]
            """;

    private AuditEvents() {}

    static String policy(String name, String mode, String onFailure, boolean logDecisions, String redact) {
        return POLICY.formatted(name, mode, onFailure, logDecisions, redact);
    }

    static AuditEvent event(String body, String... policies) {
        return event(new ToolIdentity.Known("customer-tools", "process_refund"), body, policies);
    }

    static AuditEvent event(ToolIdentity tool, String body, String... policies) {
        PolicySet set = PolicySet.compile(
                ManifestReader.read(List.of(new SourceText("p.yaml", String.join("---\n", policies)))),
                Limits.standard(() -> 0));
        assertThat(set.problems()).isEmpty();
        Body read =
                body.equals("streamed") ? new Body.Streamed() : JsonReader.read(body.getBytes(StandardCharsets.UTF_8));
        ToolCall call = new ToolCall(
                new ToolCall.Agent("support-agent", "production"),
                tool,
                new Identity("user-1", "", List.of(), java.util.Map.of(), "https://issuer"),
                Headers.NONE,
                Query.NONE,
                read,
                "s-1",
                new ToolCall.Request("r-1", "POST", "/v1/refund", Instant.parse("2026-11-23T10:00:00.5Z")));
        return new AuditEvent("d-1", call, set, set.decide(call), "t-1", 42);
    }

    static Refused refused(String method, String path) {
        return new Refused(
                Refused.What.REQUEST,
                Instant.parse("2026-11-23T10:00:00.5Z"),
                400,
                "malformed",
                "the path has a dot segment",
                Refused.Request.of(method, path, "production"));
    }
}
