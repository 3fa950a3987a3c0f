package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.core.decision.Status;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the status of a ToolRegistry says: a pure function.
 *
 * @param fields beside the conditions
 * @param conditions {@code Accepted} and {@code Ready}
 */
record RegistryStatus(Map<String, Object> fields, List<Condition> conditions) {
    private static final String AVAILABLE = "Available";
    private static final String UNAVAILABLE = "Unavailable";
    private static final String UNKNOWN = "Unknown";

    /** @param source what the registry's text is called among the problems */
    static RegistryStatus of(ClusterView view, ResourceName name, String source) {
        Status status = view.policies().status(Kind.TOOL_REGISTRY, name);
        Condition accepted = PolicyStatus.accepted(view.policies(), status, source);
        List<Map<String, Object>> tools = new ArrayList<>();
        Set<String> missing = new TreeSet<>();
        Optional<ToolRegistry> registry = view.policies().registries().stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
        for (Handler handler : registry.map(ToolRegistry::handlers).orElse(List.of())) {
            add(view, name, handler, tools, missing);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("discoveredToolsCount", tools.size());
        fields.put("discoveredTools", tools);
        fields.put("phase", phase(accepted, registry.isPresent(), missing));
        return new RegistryStatus(fields, List.of(accepted, ready(accepted, missing)));
    }

    private static String phase(Condition accepted, boolean inForce, Set<String> missing) {
        if (!inForce) {
            return "Failed";
        }
        return accepted.status() && missing.isEmpty() ? "Ready" : "Degraded";
    }

    private static Condition ready(Condition accepted, Set<String> missing) {
        if (!accepted.status()) {
            return new Condition("Ready", false, accepted.reason(), accepted.message());
        }
        return missing.isEmpty()
                ? ReadyReason.TOOLS_FOUND.condition()
                : ReadyReason.TOOLS_MISSING.with("there is no Service " + String.join(", ", missing));
    }

    private static void add(
            ClusterView view,
            ResourceName registry,
            Handler handler,
            List<Map<String, Object>> tools,
            Set<String> missing) {
        String endpoint = handler.target().address();
        String status = UNKNOWN;
        Optional<ResourceName> service =
                serviceOf(endpoint, registry.namespace(), view.mesh().clusterDomain());
        if (service.isPresent()) {
            boolean there = view.service(service.get()).isPresent();
            status = there ? AVAILABLE : UNAVAILABLE;
            if (!there) {
                missing.add("`" + service.get() + "`");
            }
        }
        for (String tool : handler.target().toolNames()) {
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("name", tool);
            found.put("handlerName", handler.name());
            if (!endpoint.isEmpty()) {
                found.put("endpoint", endpoint);
            }
            found.put("status", status);
            tools.add(found);
        }
    }

    /** The Service that a host names; empty: it is none of the cluster's, as far as the name says. */
    private static Optional<ResourceName> serviceOf(String endpoint, String namespace, String clusterDomain) {
        String host;
        try {
            host = URI.create(endpoint.contains("://") ? endpoint : "grpc://" + endpoint)
                    .getHost();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (host == null) {
            return Optional.empty();
        }
        String local = host.endsWith("." + clusterDomain)
                ? host.substring(0, host.length() - clusterDomain.length() - 1)
                : host;
        String[] labels = local.split("\\.", -1);
        return switch (labels.length) {
            case 1 ->
                labels[0].equals("localhost") ? Optional.empty() : Optional.of(new ResourceName(namespace, labels[0]));
            case 3 -> labels[2].equals("svc") ? Optional.of(new ResourceName(labels[1], labels[0])) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
