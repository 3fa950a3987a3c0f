package ai.altairalabs.omnia.operator.observe;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.Namespace;
import ai.altairalabs.omnia.operator.cluster.PeerAuthentication;
import ai.altairalabs.omnia.operator.cluster.Pod;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.cluster.PodShape.Container;
import ai.altairalabs.omnia.operator.cluster.PodShape.ContainerPort;
import ai.altairalabs.omnia.operator.cluster.PodTemplate;
import ai.altairalabs.omnia.operator.cluster.Service;
import ai.altairalabs.omnia.operator.cluster.Service.ServicePort;
import ai.altairalabs.omnia.operator.cluster.Service.TargetPort;
import ai.altairalabs.omnia.operator.cluster.Waypoint;
import ai.altairalabs.omnia.operator.objects.Marks;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects of the client as records of the view. What is missing in an object gets Kubernetes' default. */
public final class Observed {
    private static final String DEFAULT_NAMESPACE = "default";

    private Observed() {}

    /** A namespace. */
    public static Namespace namespace(io.fabric8.kubernetes.api.model.Namespace object) {
        return new Namespace(
                object.getMetadata().getName(), map(object.getMetadata().getLabels()));
    }

    /** A Service. */
    public static Service service(io.fabric8.kubernetes.api.model.Service object) {
        var spec = object.getSpec();
        List<ServicePort> ports = new ArrayList<>();
        if (spec != null) {
            for (var port : list(spec.getPorts())) {
                ports.add(new ServicePort(port.getPort(), target(port.getTargetPort(), port.getPort())));
            }
        }
        return new Service(
                name(object.getMetadata()),
                map(object.getMetadata().getLabels()),
                spec == null ? Map.of() : map(spec.getSelector()),
                ports,
                spec != null && "ExternalName".equals(spec.getType()));
    }

    private static TargetPort target(@Nullable IntOrString target, int port) {
        if (target == null) {
            return new TargetPort.Numbered(port);
        }
        Integer number = target.getIntVal();
        if (number != null) {
            return new TargetPort.Numbered(number == 0 ? port : number);
        }
        String text = Objects.requireNonNullElse(target.getStrVal(), "");
        return text.isEmpty() ? new TargetPort.Numbered(port) : new TargetPort.Named(text);
    }

    /** A pod; empty: it is finished. */
    public static Optional<Pod> pod(io.fabric8.kubernetes.api.model.Pod object) {
        var status = object.getStatus();
        String phase = status == null ? null : status.getPhase();
        if ("Succeeded".equals(phase) || "Failed".equals(phase)) {
            return Optional.empty();
        }
        boolean ready = status != null
                && list(status.getConditions()).stream()
                        .anyMatch(one -> "Ready".equals(one.getType()) && "True".equals(one.getStatus()));
        ObjectMeta metadata = object.getMetadata();
        return Optional.of(
                new Pod(metadata.getName(), shape(name(metadata).namespace(), metadata, object.getSpec()), ready));
    }

    /**
     * The template of a Deployment, StatefulSet or DaemonSet.
     *
     * @param owner that object's metadata
     */
    public static PodTemplate template(String kind, ObjectMeta owner, PodTemplateSpec template) {
        ObjectMeta metadata = template.getMetadata() == null ? new ObjectMeta() : template.getMetadata();
        return new PodTemplate(kind, owner.getName(), shape(name(owner).namespace(), metadata, template.getSpec()));
    }

    private static PodShape shape(String namespace, ObjectMeta metadata, @Nullable PodSpec spec) {
        List<Container> containers = new ArrayList<>();
        if (spec != null) {
            list(spec.getContainers()).forEach(one -> containers.add(container(one)));
            list(spec.getInitContainers()).stream()
                    .filter(one -> "Always".equals(one.getRestartPolicy()))
                    .forEach(one -> containers.add(container(one)));
        }
        String account = spec == null ? null : spec.getServiceAccountName();
        return new PodShape(
                namespace,
                map(metadata.getLabels()),
                map(metadata.getAnnotations()),
                account == null || account.isEmpty() ? "default" : account,
                containers);
    }

    private static Container container(io.fabric8.kubernetes.api.model.Container container) {
        return new Container(
                container.getName(),
                list(container.getPorts()).stream()
                        .map(port -> new ContainerPort(
                                Objects.requireNonNullElse(port.getName(), ""), port.getContainerPort()))
                        .toList());
    }

    /** A PeerAuthentication of Istio. */
    public static PeerAuthentication peerAuthentication(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        Map<Integer, PeerAuthentication.Mode> ports = new HashMap<>();
        if (object.get("spec", "portLevelMtls") instanceof Map<?, ?> levels) {
            levels.forEach((port, level) -> ports.put(
                    Integer.parseInt(String.valueOf(port)), mode(level instanceof Map<?, ?> m ? m.get("mode") : null)));
        }
        Map<String, String> selector = new HashMap<>();
        if (object.get("spec", "selector", "matchLabels") instanceof Map<?, ?> labels) {
            labels.forEach((key, value) -> selector.put(String.valueOf(key), String.valueOf(value)));
        }
        String created = metadata.getCreationTimestamp();
        return new PeerAuthentication(
                name(metadata),
                created == null ? Instant.EPOCH : Instant.parse(created),
                selector,
                mode(object.get("spec", "mtls", "mode")),
                ports,
                Marks.OPERATOR.equals(map(metadata.getLabels()).get(Marks.MANAGED_BY)));
    }

    private static PeerAuthentication.Mode mode(@Nullable Object text) {
        for (PeerAuthentication.Mode mode : PeerAuthentication.Mode.values()) {
            if (mode.name().equals(text)) {
                return mode;
            }
        }
        return PeerAuthentication.Mode.UNSET;
    }

    /** A waypoint; empty: the Gateway is of another class. */
    public static Optional<Waypoint> waypoint(GenericKubernetesResource object) {
        if (!"istio-waypoint".equals(object.get("spec", "gatewayClassName"))) {
            return Optional.empty();
        }
        boolean programmed = object.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .anyMatch(one -> one instanceof Map<?, ?> condition
                                && "Programmed".equals(condition.get("type"))
                                && "True".equals(condition.get("status")));
        return Optional.of(new Waypoint(
                name(object.getMetadata()), map(object.getMetadata().getLabels()), programmed));
    }

    private static ResourceName name(ObjectMeta metadata) {
        String namespace = metadata.getNamespace();
        return new ResourceName(namespace == null ? DEFAULT_NAMESPACE : namespace, metadata.getName());
    }

    private static Map<String, String> map(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
