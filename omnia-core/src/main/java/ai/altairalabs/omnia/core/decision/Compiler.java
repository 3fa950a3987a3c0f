package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet.Inputs;
import ai.altairalabs.omnia.core.lint.Doubt;
import ai.altairalabs.omnia.core.lint.Lint;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.Guard;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a set of manifests, with or without a set before it (semantics, section 5, loading). */
final class Compiler {
    private final CelEngine engine;
    private final Limits limits;
    private final @Nullable PolicySet previous;
    private final List<Problem> problems;
    private final Map<PolicySet.Key, Resource> resources = new LinkedHashMap<>();
    private final Map<PolicySet.Key, CompiledToolPolicy> toolPolicies = new LinkedHashMap<>();
    private final Map<PolicySet.Key, List<Document>> broken = new HashMap<>();
    private final List<GuardRule> guards = new ArrayList<>();

    private Compiler(CelEngine engine, Limits limits, @Nullable PolicySet previous, List<Problem> problems) {
        this.engine = engine;
        this.limits = limits;
        this.previous = previous;
        this.problems = new ArrayList<>(problems);
    }

    static PolicySet first(Manifests manifests, Limits limits) {
        return new Compiler(new CelEngine(limits), limits, null, manifests.problems()).compile(manifests);
    }

    static PolicySet next(PolicySet previous, Manifests manifests) {
        Inputs inputs = previous.inputs();
        return new Compiler(inputs.engine().successor(), inputs.limits(), previous, manifests.problems())
                .compile(manifests);
    }

    private PolicySet compile(Manifests manifests) {
        for (Document document : manifests.documents()) {
            switch (document) {
                case Document.Whole whole -> take(whole);
                case Document.Broken faulty -> takeBroken(faulty);
            }
        }
        List<Problem> notes = new ArrayList<>();
        lint(notes);
        guards.sort(GuardRule.ORDER);
        problems.sort(Comparator.comparing(Problem::place));
        notes.sort(Comparator.comparing(Problem::place));
        return new PolicySet(
                new Inputs(resources, faults(), limits, engine), revision(), problems, notes, namespaces(), guards);
    }

    private void lint(List<Problem> notes) {
        List<ToolRegistry> registries = resources.values().stream()
                .filter(ToolRegistry.class::isInstance)
                .map(ToolRegistry.class::cast)
                .toList();
        for (CompiledToolPolicy compiled : toolPolicies.values()) {
            for (Doubt doubt : Lint.of(compiled.policy(), compiled::program, registries)) {
                Problem problem = doubt.problem();
                (problem.severity() == Problem.Severity.NOTE ? notes : problems).add(problem);
            }
        }
    }

    private void take(Document.Whole whole) {
        Resource resource = whole.resource();
        PolicySet.Key key = PolicySet.Key.of(resource);
        if (resource instanceof ToolPolicy policy) {
            CompiledToolPolicy compiled = CompiledToolPolicy.compile(policy, engine, problems);
            if (compiled == null) {
                markBroken(key, whole);
                if (!keepLastGood(key)) {
                    guards.add(new GuardRule(guardOf(policy), Kind.TOOL_POLICY));
                }
                return;
            }
            toolPolicies.put(key, compiled);
        }
        resources.put(key, resource);
    }

    private void takeBroken(Document.Broken faulty) {
        CompiledToolPolicy.findFaults(faulty.expressions(), engine, problems);
        Guard guard = faulty.guard();
        if (faulty.kind() != null && faulty.name() != null) {
            PolicySet.Key key = new PolicySet.Key(faulty.kind(), faulty.name());
            markBroken(key, faulty);
            if (!keepLastGood(key) && guard != null) {
                guards.add(new GuardRule(guard, faulty.kind()));
            }
            return;
        }
        if (previous == null) {
            if (guard != null) {
                guards.add(new GuardRule(guard, Objects.requireNonNullElse(faulty.kind(), Kind.TOOL_POLICY)));
            }
            return;
        }
        if (guard != null && !(guard instanceof Guard.Everything)) {
            guards.add(new GuardRule(guard, Objects.requireNonNullElse(faulty.kind(), Kind.TOOL_POLICY)));
        }
        // Nothing says which resource this was: whatever last came from the same text stays in force.
        for (Resource resource : previous.inputs().resources().values()) {
            if (resource.place().source().name().equals(faulty.source().name())
                    && !resources.containsKey(PolicySet.Key.of(resource))) {
                keepLastGood(PolicySet.Key.of(resource));
            }
        }
    }

    private void markBroken(PolicySet.Key key, Document document) {
        broken.computeIfAbsent(key, _ -> new ArrayList<>()).add(document);
    }

    /** The errors that stand in the manifests of each resource. */
    private Map<PolicySet.Key, List<Problem>> faults() {
        Map<PolicySet.Key, List<Problem>> faults = new HashMap<>();
        broken.forEach((key, documents) -> faults.put(
                key,
                problems.stream()
                        .filter(Problem::isError)
                        .filter(problem -> documents.stream().anyMatch(document -> stands(problem, document)))
                        .toList()));
        return faults;
    }

    private static boolean stands(Problem problem, Document document) {
        int line = problem.place().line();
        return problem.place().source().name().equals(document.source().name())
                && line >= document.firstLine()
                && line <= document.lastLine();
    }

    private boolean keepLastGood(PolicySet.Key key) {
        Resource good = previous == null ? null : previous.inputs().resources().get(key);
        if (good == null) {
            return false;
        }
        if (good instanceof ToolPolicy policy) {
            CompiledToolPolicy compiled = CompiledToolPolicy.compile(policy, engine, new ArrayList<>());
            toolPolicies.put(key, Objects.requireNonNull(compiled));
        }
        resources.put(key, good);
        return true;
    }

    private static Guard guardOf(ToolPolicy policy) {
        return new Guard.ToolGuard(
                policy.name().namespace(),
                policy.name().name(),
                policy.registry(),
                policy.tools(),
                policy.onFailure(),
                policy.mode());
    }

    private Map<String, NamespacePolicies> namespaces() {
        Map<String, List<AgentPolicy>> agents = resources.values().stream()
                .filter(AgentPolicy.class::isInstance)
                .map(AgentPolicy.class::cast)
                .collect(Collectors.groupingBy(policy -> policy.name().namespace()));
        Map<String, List<CompiledToolPolicy>> tools = toolPolicies.values().stream()
                .collect(Collectors.groupingBy(policy -> policy.policy().name().namespace()));
        Set<String> names = new HashSet<>(agents.keySet());
        names.addAll(tools.keySet());
        Map<String, NamespacePolicies> namespaces = new HashMap<>();
        for (String name : names) {
            List<AgentPolicy> ofAgents = agents.getOrDefault(name, List.of());
            List<CompiledAgentPolicy> access = ofAgents.stream()
                    .filter(policy -> policy.toolAccess() != null)
                    .map(CompiledAgentPolicy::new)
                    .toList();
            namespaces.put(name, new NamespacePolicies(ofAgents, access, tools.getOrDefault(name, List.of())));
        }
        return namespaces;
    }

    private String revision() {
        return Revision.of(resources.values(), broken.keySet());
    }
}
