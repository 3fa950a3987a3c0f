package ai.altairalabs.omnia.bench;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.List;

/** The tutorial's two policies, enforced, and as many copies for other agents and tools as one asks for. */
final class Policies {
    static final String NAMESPACE = "production";
    static final String AGENT = "support-agent";
    static final String REGISTRY = "customer-tools";
    static final String TOOL = "process_refund";

    private static final String MANIFESTS = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: AgentPolicy
            metadata:
              name: support-agent-policy%1$s
              namespace: production
            spec:
              selector:
                agents:
                  - support-agent%1$s
              toolAccess:
                mode: allowlist
                rules:
                  - registry: customer-tools
                    tools:
                      - lookup_order
                      - check_status
                      - process_refund%2$s
              claimMapping:
                forwardClaims:
                  - claim: team
                    header: X-Omnia-Claim-Team
                  - claim: customer_id
                    header: X-Omnia-Claim-Customer-Id
            ---
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata:
              name: refund-guardrails%1$s
              namespace: production
            spec:
              selector:
                registry: customer-tools
                tools:
                  - process_refund%2$s
              requiredClaims:
                - claim: Team
                  message: "Team claim is required for refund operations"
                - claim: Customer-Id
                  message: "Customer ID is required for refund operations"
              rules:
                - name: max-refund-amount
                  deny:
                    cel: 'has(body.amount) && double(body.amount) > 500.0'
                    message: "Refund amount exceeds the $500 limit"
                - name: require-reason
                  deny:
                    cel: '!has(body.reason) || body.reason == ""'
                    message: "A reason is required for refund requests"
              headerInjection:
                - header: X-Processed-By
                  cel: 'headers["X-Omnia-Claim-Team"]'
              mode: enforce
              onFailure: deny
            """;

    private Policies() {}

    /** A set that holds this many AgentPolicies and this many ToolPolicies; the first of each is the tutorial's. */
    static PolicySet set(int count) {
        List<SourceText> sources = new ArrayList<>(count);
        sources.add(new SourceText("tutorial.yaml", MANIFESTS.formatted("", "")));
        for (int i = 1; i < count; i++) {
            sources.add(new SourceText(i + ".yaml", MANIFESTS.formatted("-" + i, "_" + i)));
        }
        Manifests manifests = ManifestReader.read(sources);
        PolicySet set = PolicySet.compile(manifests, Limits.standard(System::nanoTime));
        if (!set.problems().isEmpty()) {
            throw new IllegalStateException(set.problems().getFirst().render());
        }
        return set;
    }
}
