package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.decision.Status;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.operator.desired.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the status of an AgentPolicy or ToolPolicy says: a pure function.
 *
 * @param fields beside the conditions
 * @param conditions {@code Accepted}, {@code Enforced}, {@code Ready}
 */
record PolicyStatus(Map<String, Object> fields, List<Condition> conditions) {
    private static final String ACCEPTED = "Accepted";
    private static final String READY = "Ready";
    private static final String ERROR = "Error";

    /**
     * The status.
     *
     * @param source what the policy's text is called among the problems
     * @param report what enforces it; null: nothing is known of it
     * @param unapplied why its objects are not in the cluster as they should be; empty: they are
     */
    static PolicyStatus of(
            PolicySet set, Kind kind, ResourceName name, String source, @Nullable Report report, Unapplied unapplied) {
        Status status = set.status(kind, name);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("phase", unapplied.none() ? status.phase() : ERROR);
        if (kind == Kind.AGENT_POLICY) {
            fields.put("matchedAgents", status.matchedAgents());
        } else {
            fields.put("ruleCount", status.ruleCount());
        }
        List<Condition> conditions = new ArrayList<>();
        Condition accepted = accepted(set, status, source);
        conditions.add(accepted);
        if (report != null) {
            conditions.add(unapplied.of(report).condition());
        }
        conditions.add(ready(accepted, status, unapplied));
        return new PolicyStatus(fields, conditions);
    }

    /** What core says, with the faults or doubts themselves. */
    static Condition accepted(PolicySet set, Status status, String source) {
        Condition core = find(status, ACCEPTED)
                .orElseThrow(() -> new IllegalStateException("every status says whether it is accepted"));
        String problems = set.problems().stream()
                .filter(problem -> problem.place().source().name().equals(source))
                .filter(problem -> core.status() || problem.isError())
                .map(Problem::render)
                .collect(Collectors.joining("\n\n"));
        String message = core.message().isEmpty() || problems.isEmpty()
                ? core.message() + problems
                : core.message() + "\n" + problems;
        if (message.isEmpty()) {
            message = "the manifest has no faults";
        }
        return new Condition(ACCEPTED, core.status(), core.reason(), message);
    }

    private static Condition ready(Condition accepted, Status status, Unapplied unapplied) {
        if (!accepted.status()) {
            return new Condition(READY, false, accepted.reason(), accepted.message());
        }
        return find(status, READY).or(unapplied::ready).orElseGet(() -> ReadyReason.IN_FORCE.condition());
    }

    private static Optional<Condition> find(Status status, String type) {
        return status.conditions().stream()
                .filter(one -> one.type().equals(type))
                .findFirst();
    }
}
