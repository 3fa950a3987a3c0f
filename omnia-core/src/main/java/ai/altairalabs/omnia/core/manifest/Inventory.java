package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Tool;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names that occur among the manifests, those with faults included. */
final class Inventory {
    private final Map<Kind, Map<String, Set<String>>> names = new EnumMap<>(Kind.class);
    private final Map<ResourceName, Tools> tools = new HashMap<>();

    private Inventory() {}

    /**
     * The tools of a registry.
     *
     * @param open whether it may have tools that only its servers know
     */
    record Tools(Set<String> names, boolean open) {}

    static Inventory of(List<ReadDocument> documents) {
        Inventory inventory = new Inventory();
        for (ReadDocument document : documents) {
            Kind kind = document.kind();
            ResourceName name = document.name();
            if (kind == null || name == null) {
                continue;
            }
            inventory
                    .names
                    .computeIfAbsent(kind, _ -> new HashMap<>())
                    .computeIfAbsent(name.namespace(), _ -> new TreeSet<>())
                    .add(name.name());
            if (document.resource() instanceof ToolRegistry registry) {
                inventory.tools.put(name, tools(registry));
            }
        }
        return inventory;
    }

    private static Tools tools(ToolRegistry registry) {
        Set<String> names = new TreeSet<>();
        boolean open = false;
        for (Handler handler : registry.handlers()) {
            Tool tool = tool(handler.target());
            if (tool == null) {
                open = true;
            } else {
                names.add(tool.name());
            }
        }
        return new Tools(names, open);
    }

    /** The one tool of a target; null: its server knows them. */
    private static @Nullable Tool tool(Target target) {
        return switch (target) {
            case Target.Http http -> http.tool();
            case Target.Grpc grpc -> grpc.tool();
            case Target.Client client -> client.tool();
            case Target.Mcp _, Target.OpenApi _ -> null;
        };
    }

    /** Whether any manifest is of this kind. */
    boolean any(Kind kind) {
        return names.containsKey(kind);
    }

    Collection<String> names(Kind kind, String namespace) {
        return names.getOrDefault(kind, Map.of()).getOrDefault(namespace, Set.of());
    }

    /** The tools of a registry; null: they are not known. */
    @Nullable
    Tools tools(String namespace, String registry) {
        return tools.get(new ResourceName(namespace, registry));
    }
}
