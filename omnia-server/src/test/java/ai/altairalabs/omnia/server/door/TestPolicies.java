package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.policies.DoorLimits;
import java.util.List;

/** The manifests of the tests. */
final class TestPolicies {
    /** {@code POST /v1/refund}, {@code GET /v1/orders}, {@code POST /v1/upload} and a slow one. */
    static final String REGISTRY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolRegistry
            metadata: {name: customer-tools, namespace: production}
            spec:
              handlers:
                - name: refund
                  type: http
                  tool: {name: process_refund, description: d, inputSchema: {type: object}}
                  httpConfig: {endpoint: "http://tool/v1/refund"}
                - name: orders
                  type: http
                  tool: {name: lookup_order, description: d, inputSchema: {type: object}}
                  httpConfig: {endpoint: "http://tool/v1/orders", method: GET}
                - name: upload
                  type: http
                  tool: {name: upload, description: d, inputSchema: {type: object}}
                  httpConfig: {endpoint: "http://tool/v1/upload"}
                - name: slow
                  type: http
                  timeout: 1s
                  tool: {name: slow, description: d, inputSchema: {type: object}}
                  httpConfig: {endpoint: "http://tool/v1/slow"}
            """;

    /** The tutorial's, in mode enforce. */
    static final String GUARDRAILS = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata: {name: refund-guardrails, namespace: production}
            spec:
              selector: {registry: customer-tools, tools: [process_refund]}
              requiredClaims:
                - {claim: Team, message: Team claim is required for refund operations}
              rules:
                - name: max-refund-amount
                  deny:
                    cel: 'has(body.amount) && double(body.amount) > 500.0'
                    message: Refund amount exceeds the $500 limit
                - name: require-reason
                  deny:
                    cel: '!has(body.reason) || body.reason == ""'
                    message: A reason is required for refund requests
              headerInjection:
                - {header: X-Processed-By, cel: 'headers["X-Omnia-Claim-Team"]'}
              mode: enforce
            """;

    private TestPolicies() {}

    static PolicySet compile(String... manifests) {
        return PolicySet.compile(
                ManifestReader.read(List.of(new SourceText("test.yaml", String.join("---\n", manifests)))),
                DoorLimits.standard());
    }
}
