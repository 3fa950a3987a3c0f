package ai.altairalabs.omnia.operator.observe;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.operator.cluster.Namespace;
import ai.altairalabs.omnia.operator.cluster.PeerAuthentication;
import ai.altairalabs.omnia.operator.cluster.Pod;
import ai.altairalabs.omnia.operator.cluster.PodTemplate;
import ai.altairalabs.omnia.operator.cluster.Service;
import ai.altairalabs.omnia.operator.cluster.Waypoint;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A cluster as manifests describe it: our resources, and the Services, workloads, namespaces and objects of Istio
 * beside
 * them. Istio counts as installed. Other kinds are passed over.
 *
 * @param problems of our resources, and of those other kinds that cannot be read
 */
public record ManifestCluster(ClusterView view, List<Problem> problems) {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(50)
            .build();

    public ManifestCluster {
        problems = List.copyOf(problems);
    }

    /** Reads manifests, ours and others together. */
    public static ManifestCluster read(List<Decoded> files, Limits limits, Mesh mesh) {
        PolicySet policies = PolicySet.compile(ManifestReader.readFiles(files), limits);
        Reading reading = new Reading();
        for (Decoded file : files) {
            if (file instanceof Decoded.Text(SourceText source)) {
                reading.read(source, policies.problems());
            }
        }
        List<Problem> problems = new ArrayList<>(policies.problems());
        problems.addAll(reading.problems);
        return new ManifestCluster(reading.view(policies, mesh), problems);
    }

    private static final class Reading {
        private final KubernetesSerialization serialization = new KubernetesSerialization();
        private final List<Problem> problems = new ArrayList<>();
        private final List<Namespace> namespaces = new ArrayList<>();
        private final List<Service> services = new ArrayList<>();
        private final List<Pod> pods = new ArrayList<>();
        private final List<PodTemplate> templates = new ArrayList<>();
        private final List<PeerAuthentication> peers = new ArrayList<>();
        private final List<Waypoint> waypoints = new ArrayList<>();

        ClusterView view(PolicySet policies, Mesh mesh) {
            return new ClusterView(policies, mesh, true, namespaces, services, pods, templates, peers, waypoints);
        }

        /**
         * Reads one text.
         *
         * @param known what is already said of it: a text that is no YAML is reported once
         */
        void read(SourceText source, List<Problem> known) {
            try {
                for (Node root : new Compose(SETTINGS).composeAllFromString(source.text())) {
                    Object value = new StandardConstructor(SETTINGS).constructSingleDocument(Optional.of(root));
                    int line =
                            root.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                    document(new Place(source, line, 1), value);
                }
            } catch (YamlEngineException e) {
                boolean said = known.stream()
                        .anyMatch(one -> one.isError() && one.place().source().equals(source));
                if (!said) {
                    problems.add(Problem.error(place(source, e), "is no YAML that can be read", null));
                }
            }
        }

        private static Place place(SourceText source, YamlEngineException failure) {
            int line = failure instanceof MarkedYamlEngineException marked
                    ? marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1)
                    : 1;
            return new Place(source, line, 1);
        }

        private void document(Place place, @Nullable Object value) {
            if (!(value instanceof Map<?, ?> map) || !(map.get("kind") instanceof String kind)) {
                return;
            }
            if (kind.equals("List") && map.get("items") instanceof List<?> items) {
                items.forEach(item -> document(place, item));
                return;
            }
            try {
                object(String.valueOf(map.get("apiVersion")), kind, map);
            } catch (RuntimeException _) {
                problems.add(Problem.error(
                        place, "the " + kind + " cannot be read", "check it with `kubectl apply --dry-run=server`"));
            }
        }

        private void object(String apiVersion, String kind, Map<?, ?> map) {
            switch (apiVersion.replaceFirst("/.*", "") + " " + kind) {
                case "v1 Namespace" ->
                    namespaces.add(Observed.namespace(as(map, io.fabric8.kubernetes.api.model.Namespace.class)));
                case "v1 Service" ->
                    services.add(Observed.service(as(map, io.fabric8.kubernetes.api.model.Service.class)));
                case "v1 Pod" ->
                    Observed.pod(as(map, io.fabric8.kubernetes.api.model.Pod.class))
                            .ifPresent(pods::add);
                case "apps Deployment" -> {
                    Deployment object = as(map, Deployment.class);
                    templates.add(Observed.template(
                            kind, object.getMetadata(), object.getSpec().getTemplate()));
                }
                case "apps StatefulSet" -> {
                    StatefulSet object = as(map, StatefulSet.class);
                    templates.add(Observed.template(
                            kind, object.getMetadata(), object.getSpec().getTemplate()));
                }
                case "apps DaemonSet" -> {
                    DaemonSet object = as(map, DaemonSet.class);
                    templates.add(Observed.template(
                            kind, object.getMetadata(), object.getSpec().getTemplate()));
                }
                case "security.istio.io PeerAuthentication" ->
                    peers.add(Observed.peerAuthentication(as(map, GenericKubernetesResource.class)));
                case "gateway.networking.k8s.io Gateway" ->
                    Observed.waypoint(as(map, GenericKubernetesResource.class)).ifPresent(waypoints::add);
                default -> {}
            }
        }

        private <T> T as(Map<?, ?> map, Class<T> type) {
            return serialization.convertValue(map, type);
        }
    }
}
