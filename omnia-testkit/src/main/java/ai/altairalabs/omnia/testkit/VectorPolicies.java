package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A vector's policies as they come into force.
 *
 * @param earlier what was in force before; null: nothing
 * @param inForce what the call is decided by
 */
public record VectorPolicies(@Nullable PolicySet earlier, PolicySet inForce) {
    /** The limits of a door, by a clock that stands still: a test must not fail because its machine is slow. */
    private static final Limits LIMITS = Limits.standard(() -> 0);

    public VectorPolicies {
        Objects.requireNonNull(inForce);
    }

    /** The limits that the policies of vectors are under. */
    public static Limits limits() {
        return LIMITS;
    }

    /**
     * Loads them, the earlier ones first.
     *
     * @throws IllegalArgumentException when the manifests have faults and the vector does not say so, or the other way
     *     round; the message is for people
     */
    public static VectorPolicies load(Vector vector) {
        Manifests manifests = ManifestReader.read(vector.policies());
        PolicySet earlier = vector.earlier().isEmpty() ? null : faultless(vector.earlier());
        PolicySet inForce = earlier == null ? PolicySet.compile(manifests, LIMITS) : earlier.next(manifests);
        if (inForce.problems().stream().anyMatch(Problem::isError) != vector.faulty()) {
            throw new IllegalArgumentException(
                    vector.faulty()
                            ? "the vector says `faulty: true`, but its policies have no fault"
                            : "the vector's policies have faults; mend them, or say `faulty: true`:\n"
                                    + rendered(inForce));
        }
        return new VectorPolicies(earlier, inForce);
    }

    private static PolicySet faultless(List<SourceText> earlier) {
        PolicySet policies = PolicySet.compile(ManifestReader.read(earlier), LIMITS);
        if (policies.problems().stream().anyMatch(Problem::isError)) {
            throw new IllegalArgumentException("the vector's earlier policies have faults:\n" + rendered(policies));
        }
        return policies;
    }

    private static String rendered(PolicySet policies) {
        return policies.problems().stream().map(Problem::render).collect(Collectors.joining("\n"));
    }
}
