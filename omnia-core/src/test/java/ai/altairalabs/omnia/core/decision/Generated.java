package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.BodyGate;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Policies and calls by chance, small enough that they often meet. */
final class Generated {
    static final Limits LIMITS = Limits.standard(() -> 0);

    /** Sets follow this one, so that the CEL environment is made once. */
    private static final PolicySet EMPTY = PolicySet.compile(ManifestReader.read(List.of()), LIMITS);

    private static final List<String> TOOLS = List.of("lookup", "refund", "delete");
    private static final List<String> REGISTRIES = List.of("shop", "bank");
    private static final List<String> EXPRESSIONS = List.of(
            "has(body.amount) && double(body.amount) > 500.0",
            "!has(body.reason) || body.reason == \"\"",
            "body.amount > 10",
            "headers[\"X-Omnia-Claim-Team\"] == \"support\"",
            "true",
            "false",
            "1 / 0 == 1",
            "body",
            "has(body.amount",
            "identity.subject == \"\"",
            "agent.name == \"anna\"");

    private Generated() {}

    static PolicySet set(List<String> manifests) {
        List<SourceText> sources = new ArrayList<>();
        for (int i = 0; i < manifests.size(); i++) {
            sources.add(new SourceText("policy-" + i + ".yaml", manifests.get(i)));
        }
        return EMPTY.next(ManifestReader.read(sources));
    }

    /** Manifests with different names: {@code most} at the most. */
    static Arbitrary<List<String>> policies(int most, boolean watchOnly) {
        return Arbitraries.oneOf(agentPolicy(watchOnly), toolPolicy(watchOnly))
                .list()
                .ofMaxSize(most)
                .map(Generated::named);
    }

    /** One manifest more, with a name that sorts before or behind the others. */
    static Arbitrary<String> another() {
        return Combinators.combine(Arbitraries.oneOf(agentPolicy(false), toolPolicy(false)), Arbitraries.of("a", "z"))
                .as((policy, name) -> policy.replace("NAME", name));
    }

    static Arbitrary<ToolCall> calls() {
        Arbitrary<ToolIdentity> tools = Combinators.combine(Arbitraries.of(REGISTRIES), Arbitraries.of(TOOLS))
                .as(ToolIdentity.Known::new);
        Arbitrary<String> agents = Arbitraries.of("anna", "bert", "carl", "");
        return Combinators.combine(Arbitraries.oneOf(tools, tools, odd()), agents, headers(), bodies())
                .as(Generated::call);
    }

    static ToolCall call(ToolIdentity tool, String agent, Headers headers, Body body) {
        return new ToolCall(
                new ToolCall.Agent(agent, "production"),
                tool,
                Identity.ANONYMOUS,
                headers,
                Query.NONE,
                body,
                "",
                new ToolCall.Request("r-1", "POST", "/v1/x", Instant.EPOCH));
    }

    private static Arbitrary<ToolIdentity> odd() {
        return Arbitraries.of(
                new ToolIdentity.Unknown(),
                new ToolIdentity.Unlisted(),
                new ToolIdentity.Mismatched(new ToolIdentity.Known("shop", "refund")));
    }

    private static Arbitrary<Headers> headers() {
        return Arbitraries.of(
                Headers.NONE,
                Headers.of("X-Omnia-Claim-Team", "support"),
                Headers.of("x-omnia-claim-team", "", "Cookie", "secret"));
    }

    private static Arbitrary<Body> bodies() {
        Arbitrary<byte[]> written = Arbitraries.of(
                        "",
                        "{}",
                        "{\"amount\": 600, \"reason\": \"late\"}",
                        "{\"amount\": \"600d\"}",
                        "{\"amount\": null, \"amount\": 1}",
                        "[1]",
                        "{\"amount\": {\"deep\": [[[[1]]]]}}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> chance = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        return Arbitraries.oneOf(written, written, chance).map(bytes -> BodyGate.read("application/json", null, bytes));
    }

    private static List<String> named(List<String> policies) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            named.add(policies.get(i).replace("NAME", "p-" + i));
        }
        return named;
    }

    private static Arbitrary<String> agentPolicy(boolean watchOnly) {
        return Combinators.combine(
                        Arbitraries.of("[]", "[anna]", "[anna, bert]"),
                        Arbitraries.of("allowlist", "denylist"),
                        Arbitraries.of(REGISTRIES),
                        Arbitraries.of(TOOLS),
                        Arbitraries.of(watchOnly ? List.of("permissive") : List.of("enforce", "permissive")))
                .as((agents, listing, registry, tool, mode) -> """
                        apiVersion: omnia.altairalabs.ai/v1alpha1
                        kind: AgentPolicy
                        metadata: {name: NAME, namespace: production}
                        spec:
                          selector: {agents: %s}
                          mode: %s
                          toolAccess:
                            mode: %s
                            rules: [{registry: %s, tools: [%s, lookup]}]
                        """.formatted(agents, mode, listing, registry, tool));
    }

    private static Arbitrary<String> toolPolicy(boolean watchOnly) {
        return Combinators.combine(
                        Arbitraries.of(REGISTRIES),
                        Arbitraries.of("[]", "[refund]", "[lookup, delete]"),
                        Arbitraries.of(EXPRESSIONS),
                        Arbitraries.of(EXPRESSIONS),
                        Arbitraries.of("deny", "allow"),
                        Arbitraries.of(watchOnly ? List.of("audit") : List.of("enforce", "audit")),
                        Arbitraries.of("\"x\"", "headers[\"X-Omnia-Claim-Team\"]", "string(body.amount)"))
                .as((registry, tools, one, two, onFailure, mode, injected) ->
                        """
                        apiVersion: omnia.altairalabs.ai/v1alpha1
                        kind: ToolPolicy
                        metadata: {name: NAME, namespace: production}
                        spec:
                          selector: {registry: %s, tools: %s}
                          mode: %s
                          onFailure: %s
                          rules:
                            - {name: one, deny: {cel: '%s', message: first}}
                            - {name: two, deny: {cel: '%s', message: second}}
                          headerInjection:
                            - {header: X-Team, cel: '%s'}
                        """.formatted(registry, tools, mode, onFailure, one, two, injected));
    }
}
