package ai.altairalabs.omnia.operator.webhook;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.desired.Hidden;
import ai.altairalabs.omnia.operator.desired.Sidecar;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.observe.Observed;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges pods that are about to be made: some get a door. */
final class PodJudge {
    private final Supplier<ClusterView> view;
    private final String image;
    private final KubernetesSerialization serialization;

    PodJudge(Supplier<ClusterView> view, String image, KubernetesSerialization serialization) {
        this.view = view;
        this.image = image;
        this.serialization = serialization;
    }

    Verdict judge(Review review) {
        Pod pod = serialization.convertValue(review.object(), Pod.class);
        if (pod.getSpec() == null) {
            return Verdict.Allowed.SILENTLY;
        }
        ObjectMeta metadata = Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new);
        // A pod that is just made may have no name and namespace yet.
        pod.setMetadata(metadata);
        metadata.setNamespace(review.namespace());
        metadata.setName(Objects.requireNonNullElse(metadata.getName(), "new"));
        Optional<PodShape> shape = Observed.pod(pod).map(seen -> seen.shape());
        ClusterView now = view.get();
        Optional<Sidecar> sidecar = shape.flatMap(seen -> Sidecar.of(now, seen));
        if (sidecar.isEmpty()) {
            return shape.flatMap(seen -> undecidable(now, seen)).orElse(Verdict.Allowed.SILENTLY);
        }
        return switch (Injection.of(pod, review.namespace(), sidecar.get(), image)) {
            case Injection.Result.Nothing() -> Verdict.Allowed.SILENTLY;
            case Injection.Result.Impossible(String warning) -> new Verdict.Allowed(List.of(warning));
            case Injection.Result.Patch(var operations) ->
                new Verdict.Patched(Base64.getEncoder()
                        .encodeToString(serialization.asJson(operations).getBytes(StandardCharsets.UTF_8)));
        };
    }

    /** A pod behind a Service may be a tool of a registry that cannot be read: it does not start without a door. */
    private static Optional<Verdict> undecidable(ClusterView view, PodShape pod) {
        boolean served = view.services().stream()
                .anyMatch(service -> !service.selector().isEmpty()
                        && pod.matches(service.name().namespace(), service.selector()));
        if (!served || pod.container(Marks.POLICY_PROXY).isPresent()) {
            return Optional.empty();
        }
        return Hidden.of(view.policies(), Kind.TOOL_REGISTRY).stream()
                .filter(registry -> registry.namespace().equals(pod.namespace()))
                .findFirst()
                .map(registry ->
                        new Verdict.Refused("the ToolRegistry `" + registry + "` has faults, so nobody can tell"
                                + " whether this pod serves one of its tools and needs a `" + Marks.POLICY_PROXY
                                + "`: correct it, see `kubectl describe toolregistry`"));
    }
}
