package ai.altairalabs.omnia.core.decision;

import java.util.List;
import java.util.Objects;

/**
 * What a resource's status says (resources, columns).
 *
 * @param phase Active or Error for policies; Ready, Degraded or Failed for the others
 * @param matchedAgents how many AgentRuntimes an AgentPolicy selects
 * @param ruleCount how many rules a ToolPolicy has
 * @param tools how many tools a ToolRegistry offers
 * @param conditions {@code Accepted}, and what follows from it
 */
public record Status(String phase, int matchedAgents, int ruleCount, int tools, List<Condition> conditions) {
    public Status {
        Objects.requireNonNull(phase);
        conditions = List.copyOf(conditions);
    }
}
