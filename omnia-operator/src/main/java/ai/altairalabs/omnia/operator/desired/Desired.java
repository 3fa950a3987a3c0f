package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What should be in the cluster.
 *
 * @param objects all objects that the operator makes for policies, sorted; what bears our label and is not among them
 * is
 *     stale
 * @param reports one for each AgentPolicy and ToolPolicy, sorted
 * @param untouched AgentPolicies whose own manifest, or a registry of whose namespace, has faults: none of the objects
 * that
 *     were made for them is stale
 */
public record Desired(List<DesiredObject> objects, List<Report> reports, Set<ResourceName> untouched) {
    public Desired {
        objects = objects.stream().sorted().toList();
        reports = reports.stream().sorted().toList();
        untouched = Set.copyOf(untouched);
    }

    /** What follows from a view. The same view gives the same result, whatever the order of its parts. */
    public static Desired of(ClusterView view) {
        return Derivation.of(view);
    }

    /** The report of a policy. */
    public Optional<Report> report(Kind kind, ResourceName policy) {
        return reports.stream()
                .filter(report -> report.kind() == kind && report.policy().equals(policy))
                .findFirst();
    }
}
