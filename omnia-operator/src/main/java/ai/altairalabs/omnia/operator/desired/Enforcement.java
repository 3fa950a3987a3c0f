package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.Pod;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.cluster.PodShape.Container;
import ai.altairalabs.omnia.operator.cluster.Service.TargetPort;
import ai.altairalabs.omnia.operator.objects.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which layers every call to a workload must pass. A layer enforces when each pod carries its proxy and cannot be
 * reached
 * past it; that an object exists says nothing.
 */
final class Enforcement {
    private final ClusterView view;
    private final MutualTls mutualTls;
    private final Waypoints waypoints;
    private final ClosedPorts closedPorts;

    Enforcement(ClusterView view) {
        this.view = view;
        this.mutualTls = new MutualTls(view);
        this.waypoints = new Waypoints(view);
        this.closedPorts = new ClosedPorts(view);
    }

    /** Why our proxy does not enforce at the workload; empty: it does. */
    List<Note> policyProxy(Workload workload) {
        List<Pod> pods = pods(workload);
        List<Note> notes = new ArrayList<>();
        boolean without = pods.stream().anyMatch(pod -> !hasProxy(pod.shape()));
        for (Workload.Port port : workload.ports()) {
            if (port.target() instanceof TargetPort.Numbered(int number)
                    && (pods.isEmpty() || pods.stream().anyMatch(pod -> !proxyListens(pod.shape(), number)))) {
                notes.add(numeric(workload, port, number));
            }
        }
        if (pods.isEmpty()) {
            notes.add(noPods(Layer.POLICY_PROXY, workload));
            return notes;
        }
        if (without) {
            notes.add(missing(
                    Layer.POLICY_PROXY,
                    Reason.SIDECAR_MISSING,
                    pods,
                    pod -> !hasProxy(pod.shape()),
                    "no container `" + Marks.POLICY_PROXY + "`",
                    "restart it, so that the webhook adds one"));
            return notes;
        }
        for (Workload.Port port : workload.ports()) {
            Predicate<Pod> past = pod -> pod.shape().number(port.target()).isEmpty()
                    || !onlyProxy(pod.shape(), pod.shape().number(port.target()).orElseThrow());
            if (port.target() instanceof TargetPort.Named(String name)
                    && pods.stream().anyMatch(past)) {
                notes.add(missing(
                        Layer.POLICY_PROXY,
                        Reason.PORT_OPEN,
                        pods,
                        past,
                        "the port `" + name + "` at another container than `" + Marks.POLICY_PROXY + "`",
                        "give that name to a port of `" + Marks.POLICY_PROXY + "` only"));
            }
        }
        if (pods.stream().anyMatch(pod -> !closedPorts.closed(pod.shape()))) {
            notes.add(missing(
                    Layer.POLICY_PROXY,
                    Reason.PORT_OPEN,
                    pods,
                    pod -> !closedPorts.closed(pod.shape()),
                    "an application port that other pods can reach",
                    "label it `" + Marks.APP_PORT + ": \"PORT\"`, and let Istio or NetworkPolicies close that port"));
        }
        return notes;
    }

    /**
     * Why Istio does not enforce at the workload; empty: it does.
     *
     * @param strict whether the operator makes mutual TLS strict there
     */
    List<Note> istio(Workload workload, boolean strict) {
        if (!view.istioInstalled()) {
            return List.of(new Note(
                    Layer.ISTIO,
                    Reason.ISTIO_MISSING,
                    "the cluster has no Istio",
                    "install it, or rely on the `policy-proxy` alone"));
        }
        List<Note> notes = new ArrayList<>();
        if (view.mesh().ambient()) {
            workload.services().stream()
                    .filter(service -> !waypoints.takes(service))
                    .forEach(service -> notes.add(new Note(
                            Layer.ISTIO,
                            Reason.WAYPOINT_MISSING,
                            "no running waypoint takes the traffic of the Service `" + service.name() + "`",
                            "run `istioctl waypoint apply --enroll-namespace --namespace "
                                    + service.name().namespace() + "`")));
        }
        List<Pod> pods = pods(workload);
        if (pods.isEmpty()) {
            notes.add(noPods(Layer.ISTIO, workload));
            return notes;
        }
        Predicate<Pod> outside = view.mesh().ambient()
                ? pod -> !waypoints.captured(pod.shape())
                : pod -> pod.shape().container(Marks.ISTIO_PROXY).isEmpty();
        if (pods.stream().anyMatch(outside)) {
            notes.add(missing(
                    Layer.ISTIO,
                    Reason.SIDECAR_MISSING,
                    pods,
                    outside,
                    view.mesh().ambient() ? "no ztunnel in front of it" : "no container `" + Marks.ISTIO_PROXY + "`",
                    view.mesh().ambient()
                            ? "label the namespace `istio.io/dataplane-mode: ambient`"
                            : "label the namespace `istio-injection: enabled`, and restart it"));
        }
        for (Workload.Port port : workload.ports()) {
            Predicate<Pod> excluded = pod -> pod.shape()
                    .number(port.target())
                    .map(number -> excluded(pod.shape(), number))
                    .orElse(false);
            if (pods.stream().anyMatch(excluded)) {
                notes.add(missing(
                        Layer.ISTIO,
                        Reason.PORT_OPEN,
                        pods,
                        excluded,
                        "a tool's port that its annotations keep from Istio's proxy",
                        "remove `traffic.sidecar.istio.io/excludeInboundPorts` or `includeInboundPorts`"));
            }
        }
        if (!strict && pods.stream().anyMatch(pod -> !strictAt(workload, pod.shape()))) {
            notes.add(
                    new Note(
                            Layer.ISTIO,
                            Reason.MTLS_NOT_STRICT,
                            "callers without mutual TLS reach " + quoted(workload)
                                    + ", and Istio cannot say who they are",
                            "make a PeerAuthentication with `mtls: {mode: STRICT}`, or let the operator (`mesh.createPeerAuthentication`)"));
        }
        return notes;
    }

    private boolean strictAt(Workload workload, PodShape pod) {
        return workload.ports().stream()
                .allMatch(
                        port -> mutualTls.strict(pod, pod.number(port.target()).orElse(0)));
    }

    private static boolean excluded(PodShape pod, int port) {
        Map<String, String> annotations = pod.annotations();
        String number = String.valueOf(port);
        String included = annotations.getOrDefault("traffic.sidecar.istio.io/includeInboundPorts", "*");
        return names(annotations.getOrDefault("traffic.sidecar.istio.io/excludeInboundPorts", ""), number)
                || !(included.strip().equals("*") || names(included, number));
    }

    private static boolean names(String list, String port) {
        return List.of(list.split(",")).stream().map(String::strip).anyMatch(port::equals);
    }

    private List<Pod> pods(Workload workload) {
        return view.pods().stream().filter(pod -> workload.selects(pod.shape())).toList();
    }

    /** All that the view shows of a workload's pods: the pods, else what they would be made from. */
    List<PodShape> shapes(Workload workload) {
        List<PodShape> running = pods(workload).stream().map(Pod::shape).toList();
        return running.isEmpty()
                ? view.templates().stream()
                        .map(template -> template.shape())
                        .filter(workload::selects)
                        .toList()
                : running;
    }

    private static boolean hasProxy(PodShape pod) {
        return pod.container(Marks.POLICY_PROXY).isPresent();
    }

    private static boolean proxyListens(PodShape pod, int number) {
        return pod.container(Marks.POLICY_PROXY)
                .map(one -> declares(one, number))
                .orElse(false);
    }

    private static boolean onlyProxy(PodShape pod, int number) {
        return proxyListens(pod, number)
                && pod.containers().stream()
                        .noneMatch(one -> !one.name().equals(Marks.POLICY_PROXY) && declares(one, number));
    }

    private static boolean declares(Container container, int number) {
        return container.ports().stream().anyMatch(port -> port.number() == number);
    }

    private Note numeric(Workload workload, Workload.Port port, int number) {
        Optional<String> name = shapes(workload).stream()
                .flatMap(shape -> shape.containers().stream())
                .flatMap(one -> one.ports().stream())
                .filter(one -> one.number() == number && !one.name().isEmpty())
                .map(PodShape.ContainerPort::name)
                .findFirst();
        String advice = name.map(known -> "write `targetPort: " + known + "` in place of `targetPort: " + number + "`")
                .orElse("name the container's port, and write that name in place of `targetPort: " + number + "`");
        return new Note(
                Layer.POLICY_PROXY,
                Reason.NUMERIC_TARGET_PORT,
                "port " + port.number() + " of the Service `" + port.service()
                        + "` leads to a number, which no proxy can take over",
                advice);
    }

    private static Note noPods(Layer layer, Workload workload) {
        return new Note(
                layer,
                Reason.NO_WORKLOAD,
                "no pod runs behind " + quoted(workload),
                "start it, or correct the selector");
    }

    private static Note missing(
            Layer layer, Reason reason, List<Pod> pods, Predicate<Pod> which, String what, String advice) {
        List<String> names = pods.stream()
                .filter(which)
                .map(pod -> pod.shape().namespace() + "/" + pod.name())
                .sorted()
                .toList();
        String more = names.size() == 1 ? "" : " (and " + (names.size() - 1) + " more)";
        return new Note(layer, reason, "the pod `" + names.getFirst() + "`" + more + " has " + what, advice);
    }

    private static String quoted(Workload workload) {
        return "the Service `" + workload.title() + "`";
    }
}
