package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.operator.MeshSettings;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.Namespace;
import ai.altairalabs.omnia.operator.cluster.PodTemplate;
import ai.altairalabs.omnia.operator.observe.Observed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the informers have seen, as one view. */
final class Views {
    private final Sources sources;
    private final MeshSettings mesh;
    private final PolicyReader reader = new PolicyReader();

    Views(Sources sources, MeshSettings mesh) {
        this.sources = sources;
        this.mesh = mesh;
    }

    /**
     * The view of now.
     *
     * @param istioInstalled whether the cluster knows Istio's kinds
     */
    ClusterView now(boolean istioInstalled) {
        List<Namespace> namespaces = sources.all(io.fabric8.kubernetes.api.model.Namespace.class)
                .map(Observed::namespace)
                .toList();
        return new ClusterView(
                policies(),
                mesh.mesh(namespaces),
                istioInstalled,
                namespaces,
                sources.all(Service.class).map(Observed::service).toList(),
                sources.all(Pod.class)
                        .map(Observed::pod)
                        .flatMap(Optional::stream)
                        .toList(),
                templates(),
                sources.all(Api.PEER_AUTHENTICATION).stream()
                        .map(Observed::peerAuthentication)
                        .toList(),
                sources.all(Api.GATEWAY).stream()
                        .map(Observed::waypoint)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Registries and Services only: what a pod that is about to be made needs. */
    ClusterView services() {
        return new ClusterView(
                policies(),
                mesh.mesh(List.of()),
                false,
                List.of(),
                sources.all(Service.class).map(Observed::service).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private PolicySet policies() {
        List<GenericKubernetesResource> objects = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            objects.addAll(sources.all(Api.of(kind)));
        }
        return reader.read(objects);
    }

    private List<PodTemplate> templates() {
        List<PodTemplate> all = new ArrayList<>();
        sources.all(Deployment.class)
                .forEach(one -> all.add(Observed.template(
                        "Deployment", one.getMetadata(), one.getSpec().getTemplate())));
        sources.all(StatefulSet.class)
                .forEach(one -> all.add(Observed.template(
                        "StatefulSet", one.getMetadata(), one.getSpec().getTemplate())));
        sources.all(DaemonSet.class)
                .forEach(one -> all.add(Observed.template(
                        "DaemonSet", one.getMetadata(), one.getSpec().getTemplate())));
        return all;
    }
}
