package ai.altairalabs.omnia.cli.table;

import ai.altairalabs.omnia.cli.Version;
import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.decision.Status;
import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The status of a resource: what a policy set says of it, and whether what runs carries it out. */
record StatusTree(PolicySet policies, Live live) {
    /** As it stands below {@code status}. */
    Map<String, @Nullable Object> of(Kind kind, ResourceName name) {
        Status status = policies.status(kind, name);
        List<Condition> conditions = new ArrayList<>(status.conditionsWithFault());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("phase", status.phase());
        switch (kind) {
            case AGENT_POLICY -> {
                tree.put("matchedAgents", status.matchedAgents());
                conditions.add(enforced(registriesOfAgents(name)));
            }
            case TOOL_POLICY -> {
                tree.put("ruleCount", status.ruleCount());
                conditions.add(enforced(registryOf(name)));
            }
            case TOOL_REGISTRY -> {
                tree.put("discoveredToolsCount", status.tools());
                tree.put("discoveredTools", tools(name));
            }
            case AGENT_RUNTIME -> {
                String endpoint = live.agents().get(name);
                conditions.add(
                        endpoint != null
                                ? new Condition("Ready", true, "Served", "")
                                : new Condition("Ready", false, "NotServed", "no `omnia up` serves it"));
                tree.put("version", Version.text());
                tree.put("serviceEndpoint", endpoint == null ? "" : endpoint);
            }
        }
        addReady(conditions, status.phase());
        tree.put("conditions", conditions.stream().map(StatusTree::tree).toList());
        return tree;
    }

    /** The tools of a registry; nobody has tried whether they answer. */
    private List<Map<String, @Nullable Object>> tools(ResourceName name) {
        List<Map<String, @Nullable Object>> tools = new ArrayList<>();
        for (ToolRegistry registry : policies.registries()) {
            if (registry.name().equals(name)) {
                for (ToolRegistry.Handler handler : registry.handlers()) {
                    handler.target().toolNames().forEach(tool -> tools.add(tool(tool, handler)));
                }
            }
        }
        return tools;
    }

    private static Map<String, @Nullable Object> tool(String name, ToolRegistry.Handler handler) {
        Map<String, @Nullable Object> tool = new LinkedHashMap<>();
        tool.put("name", name);
        tool.put("handlerName", handler.name());
        if (!handler.target().address().isEmpty()) {
            tool.put("endpoint", handler.target().address());
        }
        tool.put("status", "Unknown");
        return tool;
    }

    private static void addReady(List<Condition> conditions, String phase) {
        if (conditions.stream().noneMatch(condition -> condition.type().equals("Ready"))) {
            boolean ready = phase.equals("Active") || phase.equals("Ready");
            conditions.add(new Condition("Ready", ready, ready ? "InForce" : "Faulty", ""));
        }
    }

    private Condition enforced(Set<ResourceName> registries) {
        Set<ResourceName> open = new TreeSet<>(registries);
        open.removeAll(live.guarded());
        if (registries.isEmpty() || !open.isEmpty()) {
            return new Condition(
                    "Enforced",
                    false,
                    "NoDoor",
                    open.isEmpty()
                            ? "no door is known that its calls pass"
                            : "no door is known in front of registry `"
                                    + open.iterator().next() + "`");
        }
        return new Condition("Enforced", true, "BehindDoor", "");
    }

    private Set<ResourceName> registryOf(ResourceName policy) {
        for (ToolPolicy each : policies.toolPolicies()) {
            if (each.name().equals(policy)) {
                return Set.of(new ResourceName(policy.namespace(), each.registry()));
            }
        }
        return Set.of();
    }

    /** The registries of the agents that a policy selects. */
    private Set<ResourceName> registriesOfAgents(ResourceName name) {
        Set<ResourceName> registries = new TreeSet<>();
        for (AgentPolicy policy : policies.agentPolicies()) {
            if (policy.name().equals(name)) {
                for (AgentRuntime runtime : policies.runtimes()) {
                    String registry = runtime.toolRegistry();
                    if (registry != null
                            && runtime.name().namespace().equals(name.namespace())
                            && policy.selects(runtime.name().name())) {
                        registries.add(new ResourceName(name.namespace(), registry));
                    }
                }
            }
        }
        return registries;
    }

    private static Map<String, @Nullable Object> tree(Condition condition) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("type", condition.type());
        tree.put("status", condition.status() ? "True" : "False");
        tree.put("reason", condition.reason());
        tree.put("message", condition.message());
        return tree;
    }
}
