package ai.altairalabs.omnia.operator.webhook;

import ai.altairalabs.omnia.operator.desired.Sidecar;
import ai.altairalabs.omnia.operator.objects.Marks;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a door in front of a tool: the container {@code policy-proxy} gets the name of the port that the Service leads to,
 * so that the Service need not change, and the application's port gets another. A pure function from a pod to a JSON Patch.
 */
final class Injection {
    private static final String APP_PORT_NAME = "omnia-app";
    private static final int FIRST_LISTEN_PORT = 15_080;
    private static final int FIRST_ADMIN_PORT = 15_090;
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");
    private static final List<String> ACTIONS = List.of("httpGet", "tcpSocket");

    /** What is to be done to a pod. */
    sealed interface Result {
        /** Nothing. */
        record Nothing() implements Result {}

        /** Nothing can be: the warning says why, and what to do. */
        record Impossible(String warning) implements Result {
            public Impossible {
                Objects.requireNonNull(warning);
            }
        }

        /** A JSON Patch. */
        record Patch(List<Map<String, Object>> operations) implements Result {
            public Patch {
                operations = List.copyOf(operations);
            }
        }
    }

    private Injection() {}

    /** @param namespace the pod's: an object that is just made need not say it */
    static Result of(Pod pod, String namespace, Sidecar sidecar, String image) {
        List<Container> containers = pod.getSpec().getContainers();
        if (all(pod).anyMatch(container -> container.getName().equals(Marks.POLICY_PROXY))) {
            return new Result.Nothing();
        }
        if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            return new Result.Impossible("no `" + Marks.POLICY_PROXY
                    + "` is added: the pod uses the node's network; leave out `hostNetwork`");
        }
        Optional<Found> found = find(containers, sidecar.portName());
        if (found.isEmpty()) {
            return new Result.Impossible("no `" + Marks.POLICY_PROXY + "` is added: the Service leads to the port `"
                    + sidecar.portName() + "`, and no container has one; add `ports: [{name: " + sidecar.portName()
                    + ", containerPort: NUMBER}]`");
        }
        return new Result.Patch(patch(pod, namespace, sidecar, image, found.get()));
    }

    private record Found(int container, int port, int number) {}

    private static Optional<Found> find(List<Container> containers, String name) {
        for (int i = 0; i < containers.size(); i++) {
            List<ContainerPort> ports = ports(containers.get(i));
            for (int j = 0; j < ports.size(); j++) {
                if (name.equals(ports.get(j).getName())) {
                    return Optional.of(new Found(i, j, ports.get(j).getContainerPort()));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Map<String, Object>> patch(
            Pod pod, String namespace, Sidecar sidecar, String image, Found found) {
        Set<Integer> taken = all(pod).flatMap(container -> ports(container).stream())
                .map(ContainerPort::getContainerPort)
                .collect(Collectors.toSet());
        int listen = free(FIRST_LISTEN_PORT, taken);
        int admin = free(FIRST_ADMIN_PORT, taken);
        String container = "/spec/containers/" + found.container();
        List<Map<String, Object>> operations = new ArrayList<>();
        operations.add(operation("replace", container + "/ports/" + found.port() + "/name", APP_PORT_NAME));
        probes(pod.getSpec().getContainers().get(found.container()), container, sidecar.portName(), found.number())
                .forEach(operations::add);
        operations.add(operation(
                "add",
                "/spec/containers/-",
                SidecarContainer.of(
                        image,
                        ProxyArguments.of(namespace, sidecar.registry(), found.number(), listen, admin),
                        sidecar.portName(),
                        listen,
                        admin)));
        if (pod.getSpec().getVolumes() == null || pod.getSpec().getVolumes().isEmpty()) {
            operations.add(operation("add", "/spec/volumes", SidecarContainer.volumes()));
        } else {
            SidecarContainer.volumes().forEach(volume -> operations.add(operation("add", "/spec/volumes/-", volume)));
        }
        operations.add(label(pod.getMetadata(), String.valueOf(found.number())));
        return operations;
    }

    /** A probe finds a port by its name in its own container only: there the name is gone. */
    private static List<Map<String, Object>> probes(Container container, String path, String name, int number) {
        List<Map<String, Object>> operations = new ArrayList<>();
        Map<String, @Nullable Object> probes = new LinkedHashMap<>();
        probes.put(PROBES.get(0), container.getLivenessProbe());
        probes.put(PROBES.get(1), container.getReadinessProbe());
        probes.put(PROBES.get(2), container.getStartupProbe());
        if (container.getLifecycle() != null) {
            probes.put("lifecycle/" + HOOKS.get(0), container.getLifecycle().getPostStart());
            probes.put("lifecycle/" + HOOKS.get(1), container.getLifecycle().getPreStop());
        }
        probes.forEach((place, probe) -> {
            for (String action : ACTIONS) {
                if (name.equals(ProbePort.of(probe, action))) {
                    operations.add(operation("replace", path + "/" + place + "/" + action + "/port", number));
                }
            }
        });
        return operations;
    }

    private static Map<String, Object> label(@Nullable ObjectMeta metadata, String port) {
        boolean some = metadata != null
                && metadata.getLabels() != null
                && !metadata.getLabels().isEmpty();
        return some
                ? operation("add", "/metadata/labels/" + Marks.APP_PORT.replace("/", "~1"), port)
                : operation("add", "/metadata/labels", Map.of(Marks.APP_PORT, port));
    }

    private static Map<String, Object> operation(String what, String path, Object value) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", what);
        operation.put("path", path);
        operation.put("value", value);
        return operation;
    }

    private static int free(int first, Set<Integer> taken) {
        int port = first;
        while (taken.contains(port)) {
            port++;
        }
        return port;
    }

    private static Stream<Container> all(Pod pod) {
        List<Container> first = pod.getSpec().getInitContainers();
        return Stream.concat(pod.getSpec().getContainers().stream(), first == null ? Stream.of() : first.stream());
    }

    private static List<ContainerPort> ports(Container container) {
        return container.getPorts() == null ? List.of() : container.getPorts();
    }
}
