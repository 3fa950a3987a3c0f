package ai.altairalabs.omnia.agent;

import ai.altairalabs.omnia.agent.runtime.ToolOffer;
import ai.altairalabs.omnia.agent.tools.Toolbox;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.server.policies.PolicySource;
import org.jspecify.annotations.Nullable;

/** The tools that the policies in force give an agent, looked up anew each time. */
final class AgentTools {
    private static final ToolOffer NOTHING = new ToolOffer(Toolbox.EMPTY, _ -> false);

    private final PolicySource policies;
    private final ResourceName agent;
    private final @Nullable ResourceName registryName;
    private volatile @Nullable Opened opened;

    /** The toolbox of the agent's registry, as a policy set has it. */
    private record Opened(PolicySet set, Toolbox toolbox) {}

    AgentTools(PolicySource policies, AgentRuntime runtime) {
        this.policies = policies;
        agent = runtime.name();
        String registry = runtime.toolRegistry();
        registryName = registry == null ? null : new ResourceName(agent.namespace(), registry);
    }

    /** What the agent has now. */
    ToolOffer offer() {
        ResourceName name = registryName;
        if (name == null || !policies.ready()) {
            return NOTHING;
        }
        PolicySet set = policies.current();
        return new ToolOffer(
                toolbox(set, name), tool -> set.offers(agent.namespace(), agent.name(), name.name(), tool));
    }

    private Toolbox toolbox(PolicySet set, ResourceName name) {
        Opened last = opened;
        if (last == null || last.set != set) {
            ToolRegistry registry = set.registries().stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElse(null);
            last = new Opened(set, Toolbox.of(registry));
            opened = last;
        }
        return last.toolbox;
    }
}
