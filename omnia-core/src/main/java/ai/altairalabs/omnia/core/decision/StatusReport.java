package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.decision.PolicySet.Inputs;
import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what a status says (semantics, section 10). */
final class StatusReport {
    private StatusReport() {}

    static Status of(PolicySet set, Inputs inputs, PolicySet.Key key) {
        Resource resource = inputs.resources().get(key);
        boolean broken = inputs.broken().containsKey(key);
        List<Problem> faults = inputs.broken().getOrDefault(key, List.of());
        List<Condition> conditions = new ArrayList<>();
        conditions.add(accepted(resource, broken));
        return switch (resource) {
            case null -> new Status("Error", 0, 0, 0, conditions, faults);
            case AgentPolicy policy -> {
                Set<String> conflicts = conflicts(set, policy);
                if (!conflicts.isEmpty()) {
                    conditions.add(new Condition(
                            "Ready",
                            false,
                            "ClaimConflict",
                            "another policy fills the same header from another claim, so neither does: "
                                    + String.join(", ", conflicts)));
                }
                int matched = (int) set.runtimes().stream()
                        .filter(runtime -> selects(policy, runtime))
                        .count();
                yield new Status(phase(broken || !conflicts.isEmpty()), matched, 0, 0, conditions, faults);
            }
            case ToolPolicy policy ->
                new Status(phase(broken), 0, policy.rules().size(), 0, conditions, faults);
            case ToolRegistry registry ->
                new Status(broken ? "Degraded" : "Ready", 0, 0, tools(registry), conditions, faults);
            case AgentRuntime _ -> new Status(broken ? "Degraded" : "Ready", 0, 0, 0, conditions, faults);
        };
    }

    private static int tools(ToolRegistry registry) {
        return registry.handlers().stream()
                .mapToInt(handler -> handler.target().toolNames().size())
                .sum();
    }

    private static Condition accepted(@Nullable Resource inForce, boolean broken) {
        if (!broken) {
            return new Condition(Status.ACCEPTED, true, "Valid", "");
        }
        return inForce == null
                ? new Condition(Status.ACCEPTED, false, "Invalid", "never in force: what it was to guard stays closed")
                : new Condition(Status.ACCEPTED, false, "Invalid", "the last good version stays in force");
    }

    private static boolean selects(AgentPolicy policy, AgentRuntime runtime) {
        return runtime.name().namespace().equals(policy.name().namespace())
                && policy.selects(runtime.name().name());
    }

    private static Set<String> conflicts(PolicySet set, AgentPolicy policy) {
        String namespace = policy.name().namespace();
        Set<String> own = new java.util.TreeSet<>();
        policy.forwardClaims().forEach(claim -> own.add(claim.header().toLowerCase(java.util.Locale.ROOT)));
        Set<String> conflicts = new java.util.TreeSet<>();
        if (policy.agents().isEmpty()) {
            set.runtimes().stream()
                    .filter(runtime -> selects(policy, runtime))
                    .forEach(runtime -> conflicts.addAll(
                            set.claimMapping(namespace, runtime.name().name()).conflicts()));
        }
        policy.agents()
                .forEach(agent ->
                        conflicts.addAll(set.claimMapping(namespace, agent).conflicts()));
        conflicts.retainAll(own);
        return conflicts;
    }

    private static String phase(boolean broken) {
        return broken ? "Error" : "Active";
    }
}
