package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Resources that have faults and of which no good version is known, as after a restart of the operator: what follows from
 * them cannot be told, so nothing that may have followed is taken away.
 */
public final class Hidden {
    private Hidden() {}

    /** Those of a kind, sorted. */
    public static Set<ResourceName> of(PolicySet set, Kind kind) {
        List<? extends Resource> inForce = switch (kind) {
            case AGENT_POLICY -> set.agentPolicies();
            case TOOL_POLICY -> set.toolPolicies();
            case TOOL_REGISTRY -> set.registries();
            case AGENT_RUNTIME -> set.runtimes();
        };
        Set<ResourceName> hidden = new TreeSet<>(set.names(kind));
        inForce.forEach(resource -> hidden.remove(resource.name()));
        return hidden;
    }
}
