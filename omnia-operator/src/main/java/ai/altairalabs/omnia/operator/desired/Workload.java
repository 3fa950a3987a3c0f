package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.PodShape;
import ai.altairalabs.omnia.operator.cluster.Service;
import ai.altairalabs.omnia.operator.cluster.Service.TargetPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pods behind Services with one selector, as far as registries of a namespace reach them.
 *
 * @param services that have this selector and that some handler names, sorted
 * @param ports where handlers reach the pods, with the Service's name
 * @param tools names of tools of each registry that it serves, known or not by their endpoints
 * @param endpoints of all tools that can be called at these pods, also through other Services
 */
record Workload(
        String namespace,
        Map<String, String> selector,
        List<Service> services,
        List<Port> ports,
        Set<Tool> tools,
        List<ToolEndpoint> endpoints) {
    /** A port of a Service of the workload. */
    record Port(ResourceName service, int number, TargetPort target) {}

    /**
     * A tool of a registry.
     *
     * @param name empty: those that only a server knows
     */
    record Tool(String registry, String name) {}

    Workload {
        selector = Map.copyOf(selector);
        services = services.stream().sorted(Comparator.comparing(Service::name)).toList();
        ports = ports.stream()
                .distinct()
                .sorted(Comparator.comparing(Port::service).thenComparingInt(Port::number))
                .toList();
        tools = Set.copyOf(tools);
        endpoints = List.copyOf(endpoints);
    }

    /** Its Services, for people: {@code production/customer-tools}. */
    String title() {
        return services.stream().map(one -> one.name().toString()).collect(Collectors.joining(", "));
    }

    /** The first Service's name. */
    String name() {
        return services.getFirst().name().name();
    }

    /** What tells it apart, for names. */
    List<String> identity() {
        List<String> identity = new ArrayList<>(List.of(namespace));
        selector.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> identity.add(label.getKey() + "=" + label.getValue()));
        return identity;
    }

    boolean selects(PodShape pod) {
        return pod.matches(namespace, selector);
    }

    /** Whether it serves a tool of that registry; an empty name in {@link Tool} may be any. */
    boolean serves(String registry, Set<String> names) {
        return tools.stream()
                .anyMatch(tool -> tool.registry().equals(registry)
                        && (names.isEmpty() || tool.name().isEmpty() || names.contains(tool.name())));
    }

    Workload with(List<ToolEndpoint> endpoints) {
        return new Workload(namespace, selector, services, ports, tools, endpoints);
    }

    /** The labels that tell it from others of its namespace, in order. */
    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        selector.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> labels.put(label.getKey(), label.getValue()));
        return labels;
    }
}
