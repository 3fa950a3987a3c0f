package ai.altairalabs.omnia.agent.runtime;

import ai.altairalabs.omnia.agent.tools.Toolbox;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The tools of an agent at one moment.
 *
 * @param toolbox every registered tool
 * @param allowed whether a policy lets the agent see the tool of this name
 */
public record ToolOffer(Toolbox toolbox, Predicate<String> allowed) {
    public ToolOffer {
        Objects.requireNonNull(toolbox);
        Objects.requireNonNull(allowed);
    }
}
