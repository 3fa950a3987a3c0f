package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PeerAuthentication;
import ai.altairalabs.omnia.operator.cluster.PeerAuthentication.Mode;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.istio.Attachment;
import ai.altairalabs.omnia.operator.istio.Authentications;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How pods take mutual TLS, as Istio decides it: the workload's object wins over the namespace's, that over the mesh's,
 * and
 * the oldest wins among equals.
 */
final class MutualTls {
    private final ClusterView view;

    MutualTls(ClusterView view) {
        this.view = view;
    }

    /** Whether the operator may and should make an object for the workload: no other object speaks of its pods. */
    boolean makes(Workload workload, List<PodShape> shapes) {
        return view.mesh().strictMtls()
                && view.istioInstalled()
                && shapes.stream()
                        .allMatch(shape ->
                                ofWorkload(shape).filter(one -> !one.ours()).isEmpty());
    }

    /** The object that makes it strict. */
    static DesiredObject object(Workload workload) {
        List<String> identity = new ArrayList<>(List.of("mtls"));
        identity.addAll(workload.identity());
        return new DesiredObject(
                Authentications.API_VERSION,
                Authentications.PEER,
                workload.namespace(),
                StableNames.name("omnia-" + workload.name(), identity, 1),
                Map.of(Marks.MANAGED_BY, Marks.OPERATOR),
                Map.of(),
                null,
                Authentications.strictMtls(new Attachment.ToPods(workload.selector())));
    }

    /** Whether a pod takes mutual TLS only, at this port. */
    boolean strict(PodShape shape, int port) {
        return mode(shape, port) == Mode.STRICT;
    }

    private Mode mode(PodShape shape, int port) {
        String root = view.mesh().rootNamespace();
        Mode mode = Mode.PERMISSIVE;
        mode = or(oldest(one -> one.selector().isEmpty() && in(one, root)), mode);
        if (!shape.namespace().equals(root)) {
            mode = or(oldest(one -> one.selector().isEmpty() && in(one, shape.namespace())), mode);
        }
        Optional<PeerAuthentication> own = ofWorkload(shape);
        mode = or(own, mode);
        Mode level = own.map(one -> one.ports().getOrDefault(port, Mode.UNSET)).orElse(Mode.UNSET);
        return level == Mode.UNSET ? mode : level;
    }

    private Optional<PeerAuthentication> ofWorkload(PodShape shape) {
        return oldest(one -> !one.selector().isEmpty()
                && !in(one, view.mesh().rootNamespace())
                && shape.matches(one.name().namespace(), one.selector()));
    }

    private Optional<PeerAuthentication> oldest(Predicate<PeerAuthentication> which) {
        return view.peerAuthentications().stream()
                .filter(which)
                .min(Comparator.comparing(PeerAuthentication::created).thenComparing(PeerAuthentication::name));
    }

    private static boolean in(PeerAuthentication one, String namespace) {
        return one.name().namespace().equals(namespace);
    }

    private static Mode or(Optional<PeerAuthentication> one, Mode inherited) {
        Mode mode = one.map(PeerAuthentication::mode).orElse(Mode.UNSET);
        return mode == Mode.UNSET ? inherited : mode;
    }
}
