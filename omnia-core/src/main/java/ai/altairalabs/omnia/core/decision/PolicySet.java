package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.Finding.Effect;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The decision point: a whole set of policies, compiled and immutable. It does no I/O, reads no clock of its own, and is
 * safe for use by many threads. A door swaps one set for the next and asks each call's set only.
 */
public final class PolicySet {
    private static final Finding.Source POINT = new Finding.Source.DecisionPoint();
    private static final Finding UNKNOWN_TOOL = new Finding(
            POINT, Rules.UNKNOWN_TOOL, "the request is not a call of a registered tool", Effect.REFUSE, null);
    private static final Finding TOOL_MISMATCH = new Finding(
            POINT, Rules.TOOL_MISMATCH, "the headers name another tool than the request calls", Effect.REFUSE, null);

    private static final ResourceName NO_NAME = new ResourceName("", "");

    private final Inputs inputs;
    private final String revision;
    private final List<Problem> problems;
    private final List<Problem> notes;
    private final Map<String, NamespacePolicies> namespaces;
    private final List<GuardRule> guards;

    PolicySet(
            Inputs inputs,
            String revision,
            List<Problem> problems,
            List<Problem> notes,
            Map<String, NamespacePolicies> namespaces,
            List<GuardRule> guards) {
        this.inputs = inputs;
        this.revision = revision;
        this.problems = List.copyOf(problems);
        this.notes = List.copyOf(notes);
        this.namespaces = Map.copyOf(namespaces);
        this.guards = List.copyOf(guards);
    }

    /**
     * What a set was made of: kept so that the next one can keep the last good version of a resource.
     *
     * @param broken what is wrong with the manifests that have faults
     */
    record Inputs(Map<Key, Resource> resources, Map<Key, List<Problem>> broken, Limits limits, CelEngine engine) {}

    /** A resource among all. */
    record Key(Kind kind, ResourceName name) {
        static Key of(Resource resource) {
            return new Key(resource.kind(), resource.name());
        }
    }

    /**
     * The first set. A manifest with faults guards what it was to guard: those calls are refused until it is mended.
     *
     * @param limits for each evaluation of an expression
     */
    public static PolicySet compile(Manifests manifests, Limits limits) {
        return Compiler.first(manifests, limits);
    }

    /**
     * The set after this one. A resource whose new manifest has faults keeps its last good version; what never had one is
     * guarded. A text that cannot be read at all keeps what last came from it.
     */
    public PolicySet next(Manifests manifests) {
        return Compiler.next(this, manifests);
    }

    /** Whether every manifest could at least be told apart: a set that is not complete refuses every call. */
    public boolean complete() {
        return guards.stream().noneMatch(GuardRule::guardsEverything);
    }

    /** All faults and doubts, sorted by place: errors and warnings. */
    public List<Problem> problems() {
        return problems;
    }

    /** What is true of the expressions and may be meant so, sorted by place: for whoever asks, not for every load. */
    public List<Problem> notes() {
        return notes;
    }

    /** Twelve hexadecimal digits that change when the resources in force do, whatever their order. */
    public String revision() {
        return revision;
    }

    /** The namespaces in which resources stand, sorted. */
    public Set<String> namespaces() {
        Set<String> names = new TreeSet<>();
        inputs.resources.keySet().forEach(key -> names.add(key.name.namespace()));
        inputs.broken.keySet().forEach(key -> names.add(key.name.namespace()));
        return names;
    }

    /** The registries in force, sorted by name. */
    public List<ToolRegistry> registries() {
        return of(ToolRegistry.class);
    }

    /** The agents in force, sorted by name. */
    public List<AgentRuntime> runtimes() {
        return of(AgentRuntime.class);
    }

    /** The AgentPolicies in force, sorted by name. */
    public List<AgentPolicy> agentPolicies() {
        return of(AgentPolicy.class);
    }

    /** The ToolPolicies in force, sorted by name. */
    public List<ToolPolicy> toolPolicies() {
        return of(ToolPolicy.class);
    }

    /** Names of the resources of a kind that were read, in force or not, sorted. */
    public List<ResourceName> names(Kind kind) {
        Set<ResourceName> names = new TreeSet<>();
        inputs.resources.keySet().forEach(key -> addIf(kind, key, names));
        inputs.broken.keySet().forEach(key -> addIf(kind, key, names));
        return List.copyOf(names);
    }

    /** What of a resource is in force. */
    public Standing standing(Kind kind, ResourceName name) {
        Key key = new Key(kind, name);
        if (inputs.resources.containsKey(key)) {
            return inputs.broken.containsKey(key) ? Standing.LAST_GOOD : Standing.AS_WRITTEN;
        }
        return standing(guard -> guard.key().equals(key));
    }

    /** The same of the manifests that do not say which resource they are. */
    public Standing standingOfNameless() {
        return standing(guard -> !inputs.broken.containsKey(guard.key()));
    }

    private Standing standing(Predicate<GuardRule> of) {
        Standing standing = Standing.ABSENT;
        for (GuardRule guard : guards) {
            if (of.test(guard)) {
                if (guard.refuses()) {
                    return Standing.CLOSED;
                }
                standing = Standing.WATCHED;
            }
        }
        return standing;
    }

    /** What the status of a resource says. */
    public Status status(Kind kind, ResourceName name) {
        return StatusReport.of(this, inputs, new Key(kind, name));
    }

    /**
     * The registries whose tools are behind a door, sorted by name.
     *
     * @param namespace the namespace whose tools the door guards
     * @param registry the only registry; null: every one of the namespace
     */
    public List<ToolRegistry> registriesBehind(String namespace, @Nullable String registry) {
        return registries().stream()
                .filter(one -> one.name().namespace().equals(namespace))
                .filter(one -> registry == null || one.name().name().equals(registry))
                .toList();
    }

    /**
     * The resolver of a door. Only where the manifests hold no registry at all, with or without faults, and the door never
     * saw one, are the two headers trusted; they must then name the given registry.
     *
     * @param namespace as in {@link #registriesBehind}
     * @param registry likewise
     * @param before the door's resolver by the set before this one; null at the start
     */
    public ToolResolver resolver(
            String namespace,
            @Nullable String registry,
            ToolResolver.UnknownTool unknown,
            @Nullable ToolResolver before) {
        boolean sawOne = before != null && !before.trustsHeaders();
        return sawOne || !names(Kind.TOOL_REGISTRY).isEmpty()
                ? ToolResolver.of(registriesBehind(namespace, registry), unknown)
                : ToolResolver.ofHeaders(registry);
    }

    /** The claims that travel with this agent's calls. */
    public ClaimMapping claimMapping(String namespace, String agent) {
        return namespace(namespace).claimMapping(agent);
    }

    /** What the tool's policies want of the body; if anything, a door must read it whole before it asks. */
    public BodyUse bodyUse(ToolIdentity tool, String namespace) {
        BodyUse most = BodyUse.UNREAD;
        if (tool instanceof ToolIdentity.Known known) {
            for (CompiledToolPolicy policy : namespace(namespace).of(known.registry(), known.tool())) {
                BodyUse one = policy.bodyUse();
                most = one.compareTo(most) > 0 ? one : most;
            }
        }
        return most;
    }

    /** Whether an agent is shown a tool: not if a call of it would be refused for the tool's sake. */
    public boolean offers(String namespace, String agent, String registry, String tool) {
        ToolIdentity.Known known = new ToolIdentity.Known(registry, tool);
        for (CompiledAgentPolicy policy : namespace(namespace).of(agent)) {
            if (policy.enforces() && !policy.allows(known)) {
                return false;
            }
        }
        return true;
    }

    /** What the policies say of a call. Never throws: what cannot be decided is refused. */
    public Decision decide(ToolCall call) {
        List<Finding> findings = new ArrayList<>(2);
        try {
            return decide(call, findings);
        } catch (RuntimeException | StackOverflowError _) {
            findings.add(new Finding(
                    POINT, Rules.INTERNAL_ERROR, Rules.EVALUATION_FAILED, Effect.REFUSE, "the decision failed"));
            return new Decision(findings, List.of(), Map.of(), revision);
        }
    }

    private Decision decide(ToolCall call, List<Finding> findings) {
        switch (call.tool()) {
            case ToolIdentity.Unknown _ -> findings.add(UNKNOWN_TOOL);
            case ToolIdentity.Mismatched _ -> findings.add(TOOL_MISMATCH);
            case ToolIdentity.Known _, ToolIdentity.Unlisted _ -> {}
        }
        if (!findings.isEmpty()) {
            return new Decision(findings, List.of(), Map.of(), revision);
        }
        checkGuards(false, call, findings);
        NamespacePolicies policies = namespace(call.agent().namespace());
        checkAgent(call, policies, findings);
        if (!(call.tool() instanceof ToolIdentity.Known known) || refuses(findings)) {
            return new Decision(findings, List.of(), Map.of(), revision);
        }
        return decide(call, policies.of(known.registry(), known.tool()), findings);
    }

    private Decision decide(ToolCall call, List<CompiledToolPolicy> policies, List<Finding> findings) {
        int ofTools = findings.size();
        checkGuards(true, call, findings);
        boolean guarded = findings.size() > ofTools;
        if (policies.isEmpty()) {
            return new Decision(findings, List.of(), Map.of(), revision);
        }
        CallVariables variables = new CallVariables(call);
        for (int i = 0; i < policies.size(); i++) {
            policies.get(i).check(call, variables, findings);
        }
        Map<ResourceName, ToolPolicy.Audit> audited = audited(policies);
        if (guarded) {
            // A policy with a fault takes its place among the others: the answer names the first by name.
            findings.subList(ofTools, findings.size()).sort(Comparator.comparing(PolicySet::policyName));
        }
        if (refuses(findings)) {
            return new Decision(findings, List.of(), audited, revision);
        }
        List<Obligation> obligations = new ArrayList<>(2);
        for (int i = 0; i < policies.size(); i++) {
            policies.get(i).inject(variables, findings, obligations);
        }
        return new Decision(findings, obligations, audited, revision);
    }

    private static Map<ResourceName, ToolPolicy.Audit> audited(List<CompiledToolPolicy> policies) {
        if (policies.size() == 1) {
            return policies.getFirst().audited();
        }
        Map<ResourceName, ToolPolicy.Audit> audited = new HashMap<>();
        for (CompiledToolPolicy policy : policies) {
            audited.putAll(policy.audited());
        }
        return audited;
    }

    private void checkGuards(boolean ofTools, ToolCall call, List<Finding> findings) {
        for (int i = 0; i < guards.size(); i++) {
            GuardRule guard = guards.get(i);
            if (guard.guardsTools() == ofTools) {
                guard.check(call, findings);
            }
        }
    }

    private static ResourceName policyName(Finding finding) {
        return finding.source() instanceof Finding.Source.Policy policy ? policy.name() : NO_NAME;
    }

    private static void checkAgent(ToolCall call, NamespacePolicies policies, List<Finding> findings) {
        if (call.agent().known()) {
            for (CompiledAgentPolicy policy : policies.of(call.agent().name())) {
                Finding finding = policy.check(call.tool());
                if (finding != null) {
                    findings.add(finding);
                }
            }
        } else {
            policies.guardingAgents().forEach(policy -> findings.add(policy.unknownAgent()));
        }
    }

    private static boolean refuses(List<Finding> findings) {
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).effect() == Effect.REFUSE) {
                return true;
            }
        }
        return false;
    }

    private NamespacePolicies namespace(String name) {
        return namespaces.getOrDefault(name, NamespacePolicies.NONE);
    }

    Inputs inputs() {
        return inputs;
    }

    private <T extends Resource> List<T> of(Class<T> type) {
        Map<ResourceName, T> sorted = new TreeMap<>();
        for (Resource resource : inputs.resources.values()) {
            if (type.isInstance(resource)) {
                sorted.put(resource.name(), Objects.requireNonNull(type.cast(resource)));
            }
        }
        return List.copyOf(sorted.values());
    }

    private static void addIf(Kind kind, Key key, Set<ResourceName> names) {
        if (key.kind == kind) {
            names.add(key.name);
        }
    }
}
