package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.Owner;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What should be in the cluster.
 *
 * @param objects all objects that the operator makes for policies, sorted; what bears our label and is not among them is
 *     stale
 * @param reports one for each AgentPolicy and ToolPolicy, sorted
 * @param supports what the objects are needed for that follow from no policy alone
 * @param untouched AgentPolicies whose own manifest, or a registry of whose namespace, has faults: none of the objects that
 *     were made for them is stale
 * @param partial whether faults hide what else should be there: then nothing is stale that was made for no policy alone
 */
public record Desired(
        List<DesiredObject> objects,
        List<Report> reports,
        Map<DesiredObject, Set<Support>> supports,
        Set<ResourceName> untouched,
        boolean partial) {
    public Desired {
        objects = objects.stream().sorted().toList();
        reports = reports.stream().sorted().toList();
        supports = Map.copyOf(supports);
        untouched = Set.copyOf(untouched);
    }

    /** What follows from a view. The same view gives the same result, whatever the order of its parts. */
    public static Desired of(ClusterView view) {
        return Derivation.of(view);
    }

    /** The policies that count on a layer at a place. */
    public Stream<Owner> relyingOn(Support support) {
        return reports.stream()
                .filter(report ->
                        report.places().stream().anyMatch(one -> one.place().equals(support.place())))
                .map(report -> new Owner(report.kind(), report.policy()));
    }

    /** The report of a policy. */
    public Optional<Report> report(Kind kind, ResourceName policy) {
        return reports.stream()
                .filter(report -> report.kind() == kind && report.policy().equals(policy))
                .findFirst();
    }

    /**
     * Whether an object that the operator made, and that is not among {@link #objects()}, is to go.
     *
     * @param labels the object's
     */
    public boolean stale(Map<String, String> labels) {
        if (!labels.containsKey(Marks.POLICY)) {
            return !partial;
        }
        return untouched.stream()
                .noneMatch(policy -> StableNames.label(policy.name()).equals(labels.get(Marks.POLICY))
                        && StableNames.label(policy.namespace()).equals(labels.get(Marks.POLICY_NAMESPACE)));
    }
}
