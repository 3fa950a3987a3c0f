package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The policies of one namespace, found by agent and by tool without looking at the others: what a decision costs does not
 * grow with the number of policies. Every list is ordered by name. Immutable.
 */
final class NamespacePolicies {
    static final NamespacePolicies NONE = new NamespacePolicies(List.of(), List.of(), List.of());

    private final List<CompiledAgentPolicy> guardingAgents;
    private final ByName<CompiledAgentPolicy> access;
    private final Map<String, ByName<CompiledToolPolicy>> byRegistry = new HashMap<>();
    private final Map<String, ClaimMapping> mappings = new HashMap<>();
    private final ClaimMapping commonMapping;

    NamespacePolicies(
            Collection<AgentPolicy> agentPolicies,
            Collection<CompiledAgentPolicy> access,
            Collection<CompiledToolPolicy> toolPolicies) {
        this.guardingAgents = access.stream()
                .sorted(Comparator.comparing(compiled -> compiled.policy().name()))
                .toList();
        this.access = new ByName<>();
        for (CompiledAgentPolicy compiled : guardingAgents) {
            this.access.add(compiled.policy().agents(), compiled);
        }
        toolPolicies.stream()
                .sorted(Comparator.comparing(compiled -> compiled.policy().name()))
                .forEach(compiled -> byRegistry
                        .computeIfAbsent(compiled.policy().registry(), _ -> new ByName<>())
                        .add(compiled.policy().tools(), compiled));
        ByName<AgentPolicy> byAgent = new ByName<>();
        agentPolicies.forEach(policy -> byAgent.add(policy.agents(), policy));
        byAgent.named.forEach((agent, policies) -> mappings.put(agent, ClaimMapping.union(policies)));
        this.commonMapping = ClaimMapping.union(byAgent.common);
    }

    /** Every AgentPolicy with {@code toolAccess}. */
    List<CompiledAgentPolicy> guardingAgents() {
        return guardingAgents;
    }

    /** The AgentPolicies with {@code toolAccess} that select this agent. */
    List<CompiledAgentPolicy> of(String agent) {
        return access.get(agent);
    }

    /** The ToolPolicies that guard this tool. */
    List<CompiledToolPolicy> of(String registry, String tool) {
        ByName<CompiledToolPolicy> policies = byRegistry.get(registry);
        return policies == null ? List.of() : policies.get(tool);
    }

    /** The claim mapping of this agent. */
    ClaimMapping claimMapping(String agent) {
        return mappings.getOrDefault(agent, commonMapping);
    }

    /** Lists by name, where an entry without names stands in every list; the order of adding is kept. */
    private static final class ByName<T> {
        private final List<T> common = new ArrayList<>();
        private final Map<String, List<T>> named = new HashMap<>();

        void add(Collection<String> names, T entry) {
            if (names.isEmpty()) {
                common.add(entry);
                named.values().forEach(list -> list.add(entry));
            } else {
                names.forEach(name -> named.computeIfAbsent(name, _ -> new ArrayList<>(common))
                        .add(entry));
            }
        }

        List<T> get(String name) {
            return named.getOrDefault(name, common);
        }
    }
}
