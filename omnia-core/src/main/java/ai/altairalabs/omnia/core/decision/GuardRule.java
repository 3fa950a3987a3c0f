package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.Finding.Effect;
import ai.altairalabs.omnia.core.manifest.Guard;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Keeps closed what a manifest with faults was to guard (semantics, section 5, loading). */
final class GuardRule {
    /** By name, as policies are; what follows tells apart two faulty manifests of one name. */
    static final Comparator<GuardRule> ORDER = Comparator.comparing((GuardRule rule) -> rule.source.name())
            .thenComparing(rule -> rule.source.kind())
            .thenComparing(rule -> rule.source.mode())
            .thenComparing(rule -> rule.finding.effect());

    private static final String INVALID = "a policy for this call has a fault and was never in force";

    private final Guard guard;
    private final Finding.Source.Policy source;
    private final Finding finding;

    GuardRule(Guard guard, Kind kind) {
        this.guard = guard;
        String mode = switch (guard) {
            case Guard.ToolGuard tool -> tool.enforces() ? "enforce" : "audit";
            case Guard.AgentGuard agent -> agent.enforces() ? "enforce" : "permissive";
            case Guard.Everything _ -> "enforce";
        };
        Effect violation = guard.enforces() ? Effect.REFUSE : Effect.WOULD_REFUSE;
        ResourceName name = new ResourceName(
                Objects.requireNonNullElse(guard.namespace(), ""), Objects.requireNonNullElse(guard.name(), ""));
        this.source = new Finding.Source.Policy(kind, name, mode);
        this.finding = new Finding(
                source,
                Rules.POLICY_INVALID,
                INVALID,
                guard.onFailure() == OnFailure.ALLOW ? Effect.TOLERATED : violation,
                "the manifest has faults: see `omnia validate`");
    }

    boolean guardsEverything() {
        return guard instanceof Guard.Everything;
    }

    /** The resource that was to guard what it guards; a name that could not be read, or is not legal, is no resource's. */
    PolicySet.Key key() {
        return new PolicySet.Key(source.kind(), source.name());
    }

    boolean refuses() {
        return finding.effect() == Effect.REFUSE;
    }

    boolean guardsTools() {
        return guard instanceof Guard.ToolGuard;
    }

    void check(ToolCall call, List<Finding> findings) {
        if (!guard.covers(call.agent().namespace())) {
            return;
        }
        boolean guarded = switch (guard) {
            case Guard.ToolGuard tools ->
                call.tool() instanceof ToolIdentity.Known known && tools.guards(known.registry(), known.tool());
            case Guard.AgentGuard agents ->
                !call.agent().known() || agents.guards(call.agent().name());
            case Guard.Everything _ -> true;
        };
        if (guarded) {
            findings.add(finding);
        }
    }
}
