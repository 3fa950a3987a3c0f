package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.cluster.Service;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the tools of one namespace's registries are served.
 *
 * @param workloads in the cluster, sorted
 * @param elsewhere what nothing can be attached to
 */
record ToolMap(List<Workload> workloads, List<Elsewhere> elsewhere) {
    /** Tools that are served where nothing can be attached. */
    record Elsewhere(Workload.Tool tool, String place, Note note) {}

    static ToolMap of(ClusterView view, String namespace) {
        Building building = new Building(view, namespace);
        view.policies().registries().stream()
                .filter(registry -> registry.name().namespace().equals(namespace))
                .forEach(building::add);
        return building.build();
    }

    /** Those that serve some of these tools. */
    List<Workload> serving(String registry, Set<String> tools) {
        return workloads.stream().filter(one -> one.serves(registry, tools)).toList();
    }

    /** What of these tools is served elsewhere. */
    List<Elsewhere> elsewhere(String registry, Set<String> tools) {
        return elsewhere.stream()
                .filter(one -> one.tool().registry().equals(registry))
                .filter(one -> tools.isEmpty()
                        || one.tool().name().isEmpty()
                        || tools.contains(one.tool().name()))
                .toList();
    }

    private static final class Building {
        private final ClusterView view;
        private final String namespace;
        private final Map<String, Part> parts = new TreeMap<>();
        private final List<Elsewhere> elsewhere = new ArrayList<>();

        Building(ClusterView view, String namespace) {
            this.view = view;
            this.namespace = namespace;
        }

        void add(ToolRegistry registry) {
            for (Handler handler : registry.handlers()) {
                add(registry.name().name(), handler.target());
            }
        }

        private void add(String registry, Target target) {
            switch (target) {
                case Target.Http http ->
                    put(
                            new Workload.Tool(registry, http.tool().name()),
                            locate(http.endpoint()),
                            ToolEndpoint.of(registry, http));
                case Target.Grpc grpc ->
                    put(new Workload.Tool(registry, grpc.tool().name()), locate("http://" + grpc.endpoint()), null);
                case Target.Mcp mcp -> {
                    if (!mcp.endpoint().isEmpty()) {
                        put(new Workload.Tool(registry, ""), locate(mcp.endpoint()), null);
                    }
                }
                case Target.OpenApi api -> {
                    String base = api.baseUrl();
                    put(new Workload.Tool(registry, ""), locate(base == null ? api.specUrl() : base), null);
                }
                case Target.Client _ -> {}
            }
        }

        private Location locate(String url) {
            try {
                return locate(new URI(url));
            } catch (URISyntaxException _) {
                return Location.external(url);
            }
        }

        private Location locate(URI url) {
            return Location.of(view, namespace, url);
        }

        private void put(Workload.Tool tool, Location location, @Nullable ToolEndpoint endpoint) {
            switch (location) {
                case Location.Outside(String place, Note note) -> elsewhere.add(new Elsewhere(tool, place, note));
                case Location.Inside(Service service, Service.ServicePort port) -> {
                    String key = service.name().namespace() + "\n" + new TreeMap<>(service.selector());
                    Part part = parts.computeIfAbsent(key, _ -> new Part(service));
                    part.services.add(service);
                    part.ports.add(new Workload.Port(service.name(), port.number(), port.target()));
                    part.tools.add(tool);
                    if (endpoint != null) {
                        part.endpoints.add(endpoint);
                    }
                }
            }
        }

        ToolMap build() {
            List<Workload> workloads = new ArrayList<>();
            for (Part part : parts.values()) {
                List<ToolEndpoint> endpoints = new ArrayList<>();
                parts.values().stream()
                        .filter(other -> overlap(part.first, other.first))
                        .forEach(other -> endpoints.addAll(other.endpoints));
                workloads.add(part.workload().with(endpoints));
            }
            workloads.sort(Comparator.comparing(Workload::title));
            return new ToolMap(workloads, elsewhere);
        }

        /** Whether some pod is behind both, as far as can be seen or must be. */
        private boolean overlap(Service one, Service two) {
            if (!one.name().namespace().equals(two.name().namespace())) {
                return false;
            }
            if (one.selector().entrySet().containsAll(two.selector().entrySet())
                    || two.selector().entrySet().containsAll(one.selector().entrySet())) {
                return true;
            }
            String where = one.name().namespace();
            Stream<PodShape> shapes = Stream.concat(
                    view.pods().stream().map(pod -> pod.shape()),
                    view.templates().stream().map(template -> template.shape()));
            return shapes.anyMatch(
                    shape -> shape.matches(where, one.selector()) && shape.matches(where, two.selector()));
        }
    }

    private static final class Part {
        private final Service first;
        private final Set<Service> services = new TreeSet<>(Comparator.comparing(Service::name));
        private final Set<Workload.Port> ports = new HashSet<>();
        private final Set<Workload.Tool> tools = new HashSet<>();
        private final List<ToolEndpoint> endpoints = new ArrayList<>();

        Part(Service first) {
            this.first = first;
        }

        Workload workload() {
            ResourceName name = first.name();
            return new Workload(
                    name.namespace(), first.selector(), List.copyOf(services), List.copyOf(ports), tools, endpoints);
        }
    }
}
