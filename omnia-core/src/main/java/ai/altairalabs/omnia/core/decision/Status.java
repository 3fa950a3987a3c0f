package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.problem.Problem;
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
 * @param faults the errors of its manifest
 */
public record Status(
        String phase, int matchedAgents, int ruleCount, int tools, List<Condition> conditions, List<Problem> faults) {
    /** What says whether the manifest has faults. */
    public static final String ACCEPTED = "Accepted";

    public Status {
        Objects.requireNonNull(phase);
        conditions = List.copyOf(conditions);
        faults = List.copyOf(faults);
    }

    /** The conditions for whoever does not show the faults themselves: {@code Accepted} names the first one. */
    public List<Condition> conditionsWithFault() {
        return conditions.stream().map(this::withFault).toList();
    }

    private Condition withFault(Condition condition) {
        String first = Problem.first(faults);
        return first.isEmpty() || !condition.type().equals(ACCEPTED)
                ? condition
                : new Condition(
                        condition.type(), condition.status(), condition.reason(), condition.message() + ": " + first);
    }
}
