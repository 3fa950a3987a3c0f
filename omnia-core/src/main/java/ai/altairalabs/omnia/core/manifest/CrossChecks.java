package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Doubts that only all manifests together show: names that nothing bears, tools and claims that get into each other's way. */
final class CrossChecks {
    private final Inventory inventory;
    private final List<Problem> problems = new ArrayList<>();

    private CrossChecks(Inventory inventory) {
        this.inventory = inventory;
    }

    static List<Problem> of(List<ReadDocument> documents) {
        CrossChecks checks = new CrossChecks(Inventory.of(documents));
        for (ReadDocument document : documents) {
            Resource resource = document.resource();
            if (resource != null) {
                checks.look(document, resource);
            }
        }
        checks.problems.addAll(SharedEndpoints.across(documents));
        checks.problems.addAll(ClaimConflicts.of(documents));
        checks.problems.addAll(UnmappedClaims.of(documents));
        return checks.problems;
    }

    private void look(ReadDocument document, Resource resource) {
        String namespace = resource.name().namespace();
        switch (resource) {
            case ToolPolicy _ -> tools(document.at("spec", "selector"), namespace);
            case AgentPolicy _ -> {
                for (Node rule : items(document.at("spec", "toolAccess", "rules"))) {
                    tools(rule, namespace);
                }
                for (Node agent : items(document.at("spec", "selector", "agents"))) {
                    agent(agent, namespace);
                }
            }
            case AgentRuntime _ -> registry(document.at("spec", "toolRegistryRef", "name"), namespace);
            case ToolRegistry registry -> problems.addAll(SharedEndpoints.of(registry));
        }
    }

    private static List<Node> items(@Nullable Node node) {
        return node instanceof Node.Sequence sequence ? sequence.items() : List.of();
    }

    /** An object with {@code registry} and {@code tools}. */
    private void tools(@Nullable Node selection, String namespace) {
        Node registry = selection == null ? null : selection.get("registry");
        if (selection == null || !(registry instanceof Node.Scalar name) || !registry(registry, namespace)) {
            return;
        }
        Inventory.Tools tools = inventory.tools(namespace, name.text());
        if (tools == null || tools.open()) {
            return;
        }
        for (Node tool : items(selection.get("tools"))) {
            if (tool instanceof Node.Scalar written && !tools.names().contains(written.text())) {
                unknown(
                        tool.place(),
                        "the ToolRegistry " + Words.quote(name.text()) + " has no tool " + Words.quote(written.text()),
                        written.text(),
                        tools.names());
            }
        }
    }

    /** Whether the registry is known, or nothing is known of registries. */
    private boolean registry(@Nullable Node node, String namespace) {
        if (!(node instanceof Node.Scalar name) || !inventory.any(Kind.TOOL_REGISTRY)) {
            return true;
        }
        Collection<String> known = inventory.names(Kind.TOOL_REGISTRY, namespace);
        if (known.contains(name.text())) {
            return true;
        }
        unknown(
                node.place(),
                "no ToolRegistry " + Words.quote(name.text()) + " in the namespace " + Words.quote(namespace),
                name.text(),
                known);
        return false;
    }

    private void agent(Node node, String namespace) {
        Collection<String> known = inventory.names(Kind.AGENT_RUNTIME, namespace);
        if (node instanceof Node.Scalar name && inventory.any(Kind.AGENT_RUNTIME) && !known.contains(name.text())) {
            unknown(
                    node.place(),
                    "no AgentRuntime " + Words.quote(name.text()) + " in the namespace " + Words.quote(namespace),
                    name.text(),
                    known);
        }
    }

    private void unknown(Place place, String message, String written, Collection<String> known) {
        String nearest = Words.nearest(written, known);
        problems.add(Problem.warning(place, message, nearest == null ? null : "write " + Words.quote(nearest)));
    }
}
