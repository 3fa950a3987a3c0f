package ai.altairalabs.omnia.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.agent.fixture.Issuer;
import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.model.Script;
import ai.altairalabs.omnia.agent.tools.DoorLocator;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.policies.DoorLimits;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The customer service of the tutorial as an agent, with a scripted model and an issuer of its own. */
final class AgentFixture implements AutoCloseable {
    static final String TOOLS = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolRegistry
            metadata: {name: customer-tools, namespace: production}
            spec:
              handlers:
                - name: order-desk
                  type: http
                  tool:
                    name: lookup_order
                    description: Look up an order.
                    inputSchema: {type: object, properties: {order_id: {type: string}}}
                  httpConfig: {endpoint: "http://customer-tools.example:8080/v1/orders/lookup"}
                - name: refund-desk
                  type: http
                  tool:
                    name: process_refund
                    description: Pay back an order.
                    inputSchema: {type: object, properties: {amount: {type: number}, reason: {type: string}}}
                  httpConfig: {endpoint: "http://customer-tools.example:8080/v1/refund"}
                - name: account-closing
                  type: http
                  tool:
                    name: delete_account
                    description: Delete an account.
                    inputSchema: {type: object, properties: {customer_id: {type: string}}}
                  httpConfig: {endpoint: "http://customer-tools.example:8080/v1/accounts/delete"}
            ---
            """;
    static final String AGENT = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: AgentRuntime
            metadata: {name: support-agent, namespace: production}
            spec:
              toolRegistryRef: {name: customer-tools}
              facades: [{type: websocket, port: 8080}, {type: rest, port: 8081}]
              externalAuth:
                oidc:
                  issuer: https://issuer.example
                  audience: support-agent
                  claimMapping: {subject: user.id, role: groups, endUser: mail}
            ---
            """;
    static final String POLICY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: AgentPolicy
            metadata: {name: support-agent-policy, namespace: production}
            spec:
              selector: {agents: [support-agent]}
              toolAccess:
                mode: allowlist
                rules: [{registry: customer-tools, tools: [lookup_order, process_refund]}]
              claimMapping:
                forwardClaims:
                  - {claim: team, header: X-Omnia-Claim-Team}
                  - {claim: customer_id, header: X-Omnia-Claim-Customer-Id}
            ---
            """;
    static final String REFUNDS = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata: {name: refund-guardrails, namespace: production}
            spec:
              selector: {registry: customer-tools, tools: [process_refund]}
              requiredClaims: [{claim: Team, message: Team claim is required for refund operations}]
              rules:
                - name: max-refund-amount
                  deny:
                    cel: 'has(body.amount) && double(body.amount) > 500.0'
                    message: Refund amount exceeds the $500 limit
            """;
    static final String ALL = TOOLS + AGENT + POLICY + REFUNDS;

    private static final String SCRIPT = """
            model: support-demo
            turns:
              - whenMatches: 'refund (?<amount>\\d+)'
                call:
                  tool: process_refund
                  arguments: {amount: '{{match.amount:number}}', reason: broken}
                say: 'Refunded: {{result.ok}}.'
                onError: 'I may not: {{error.message}}'
              - when: force delete
                call: {tool: delete_account, arguments: {customer_id: C-42}, force: true}
                say: Deleted.
                onError: 'I may not: {{error.rule}}'
              - when: delete
                call: {tool: delete_account}
                say: Deleted.
                onError: '{{error.message}}.'
              - say: Hello.
            """;

    final Issuer issuer = new Issuer();
    final ContextSigner signer = ContextSigner.generate(Clock.systemUTC());
    final GivenPolicies policies = GivenPolicies.none();
    private final PolicySet first;
    final AgentService agent;
    private final KeySet keys;

    AgentFixture(String manifests, DoorLocator doors) throws Exception {
        this(manifests, doors, true);
    }

    /** An agent that starts before its policies are loaded. */
    static AgentFixture unloaded(String manifests, DoorLocator doors) throws Exception {
        return new AgentFixture(manifests, doors, false);
    }

    private AgentFixture(String manifests, DoorLocator doors, boolean loaded) throws Exception {
        first = PolicySet.compile(read(manifests), DoorLimits.standard());
        if (loaded) {
            load();
        }
        keys = KeySet.ofJson(issuer.jwks());
        AgentRuntime runtime = first.runtimes().getFirst();
        AgentSettings.Listen loopback = new AgentSettings.Listen("127.0.0.1", 0);
        agent = AgentService.start(AgentSettings.of(runtime, loopback, model(), keys, signer, doors, policies));
    }

    void load() {
        policies.give(first);
    }

    void change(String yaml) {
        policies.give(policies.current().next(read(yaml)));
    }

    private static Manifests read(String yaml) {
        Manifests manifests = ManifestReader.read(List.of(new SourceText("test.yaml", yaml)));
        assertThat(manifests.problems()).noneMatch(Problem::isError);
        return manifests;
    }

    private static ModelProvider model() {
        return switch (Script.read(new SourceText("script.yaml", SCRIPT))) {
            case Script.Reading.Read read -> ModelProvider.scripted(read.script());
            case Script.Reading.Faulty faulty ->
                throw new AssertionError(faulty.problems().toString());
        };
    }

    /** A token of Ann with these claims beside the usual ones. */
    String token(Map<String, Object> more) throws Exception {
        Map<String, Object> claims = new java.util.HashMap<>(Map.of(
                "user",
                Map.of("id", "u-7"),
                "groups",
                java.util.List.of("agents", "staff"),
                "mail",
                "ann@example.org"));
        claims.putAll(more);
        return issuer.token(claims);
    }

    @Override
    public void close() {
        agent.close();
        keys.close();
    }
}
