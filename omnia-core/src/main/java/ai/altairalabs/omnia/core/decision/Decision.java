package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a policy set says of one call.
 *
 * @param findings by policy: AgentPolicies first, each kind ordered by namespace and name
 * @param obligations what must be done if the call goes through
 * @param audited the {@code audit} settings of every ToolPolicy that matches the call, by policy
 * @param revision the policy set's revision
 */
public record Decision(
        List<Finding> findings,
        List<Obligation> obligations,
        Map<ResourceName, ToolPolicy.Audit> audited,
        String revision) {
    public Decision {
        findings = List.copyOf(findings);
        obligations = List.copyOf(obligations);
        audited = Map.copyOf(audited);
        Objects.requireNonNull(revision);
    }

    /** What a door does about it: the first finding that refuses is the answer. */
    public Enforcement enforcement() {
        for (Finding finding : findings) {
            if (finding.effect() == Finding.Effect.REFUSE) {
                return new Enforcement.Refuse(finding.rule(), finding.message());
            }
        }
        return new Enforcement.Permit(obligations);
    }
}
