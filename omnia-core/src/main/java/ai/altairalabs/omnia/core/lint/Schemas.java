package ai.altairalabs.omnia.core.lint;

import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The input schemas of the tools that a policy selects. Where one of them leaves something open, all of them do. */
final class Schemas {
    private final List<Map<?, ?>> schemas;

    private Schemas(List<Map<?, ?>> schemas) {
        this.schemas = List.copyOf(schemas);
    }

    /** Those of a policy; none where the registry is not known, or has tools that only its servers know. */
    static Schemas of(ToolPolicy policy, Collection<ToolRegistry> registries) {
        List<Map<?, ?>> schemas = new ArrayList<>();
        Set<String> found = new HashSet<>();
        boolean open = false;
        for (ToolRegistry registry : registries) {
            if (!registry.name().namespace().equals(policy.name().namespace())
                    || !registry.name().name().equals(policy.registry())) {
                continue;
            }
            for (Handler handler : registry.handlers()) {
                switch (handler.target()) {
                    case Target.Http http -> add(http.tool(), policy, schemas, found);
                    case Target.Grpc grpc -> add(grpc.tool(), policy, schemas, found);
                    case Target.Client client -> add(client.tool(), policy, schemas, found);
                    case Target.OpenApi _, Target.Mcp _ -> open = true;
                }
            }
        }
        boolean complete = policy.tools().isEmpty() ? !open : found.containsAll(policy.tools());
        return new Schemas(complete ? schemas : List.of());
    }

    private static void add(ToolRegistry.Tool tool, ToolPolicy policy, List<Map<?, ?>> schemas, Set<String> found) {
        if (policy.selects(policy.registry(), tool.name())) {
            schemas.add(tool.inputSchema());
            found.add(tool.name());
        }
    }

    /**
     * A name of a path that no schema knows.
     *
     * @param index which name of the path
     * @param known the names that are known there
     */
    record Unknown(int index, Set<String> known) {}

    /** The first name of a path of the body that no schema knows; an index below 0: there is none. */
    Unknown unknown(List<String> names) {
        List<Map<?, ?>> level = schemas;
        for (int i = 0; i < names.size(); i++) {
            if (CallPath.isEach(names.get(i))) {
                if (level.stream().anyMatch(schema -> items(schema) == null)) {
                    return new Unknown(-1, Set.of());
                }
                level = below(level, names.get(i));
                continue;
            }
            Set<String> known = new TreeSet<>();
            for (Map<?, ?> schema : level) {
                if (!(schema.get("properties") instanceof Map<?, ?> properties) || isOpen(schema)) {
                    return new Unknown(-1, Set.of());
                }
                properties.keySet().forEach(name -> known.add(String.valueOf(name)));
            }
            if (level.isEmpty()) {
                break;
            }
            if (!known.contains(names.get(i))) {
                return new Unknown(i, known);
            }
            level = below(level, names.get(i));
        }
        return new Unknown(-1, Set.of());
    }

    /** Whether it takes fields beside those that it names, in so many words. */
    private static boolean isOpen(Map<?, ?> schema) {
        Object more = schema.get("additionalProperties");
        return Boolean.TRUE.equals(more)
                || more instanceof Map
                || schema.containsKey("patternProperties")
                || schema.containsKey("$ref")
                || schema.containsKey("allOf")
                || schema.containsKey("anyOf")
                || schema.containsKey("oneOf");
    }

    private static List<Map<?, ?>> below(List<Map<?, ?>> level, String name) {
        List<Map<?, ?>> below = new ArrayList<>();
        for (Map<?, ?> schema : level) {
            if (CallPath.isEach(name)) {
                Map<?, ?> items = items(schema);
                if (items != null) {
                    below.add(items);
                }
            } else if (schema.get("properties") instanceof Map<?, ?> properties
                    && properties.get(name) instanceof Map<?, ?> property) {
                below.add(property);
            }
        }
        return below;
    }

    /** The schema of all items of an array; null: they have none, or not all the same. */
    private static @Nullable Map<?, ?> items(Map<?, ?> schema) {
        boolean array = "array".equals(schema.get("type")) && !schema.containsKey("prefixItems") && !isOpen(schema);
        return array && schema.get("items") instanceof Map<?, ?> items ? items : null;
    }

    /** Whether each schema lets the tool itself refuse a negative number there. */
    boolean refusesNegative(List<String> names) {
        List<Map<?, ?>> properties = at(names);
        return !properties.isEmpty()
                && properties.stream()
                        .allMatch(property -> isNotNegative(property.get("minimum"))
                                || isNotNegative(property.get("exclusiveMinimum")));
    }

    /** Whether each schema lets the tool itself refuse a text of blanks there. */
    boolean refusesBlank(List<String> names) {
        List<Map<?, ?>> properties = at(names);
        return !properties.isEmpty()
                && properties.stream()
                        .allMatch(property -> property.containsKey("pattern")
                                || property.containsKey("enum")
                                || property.containsKey("format"));
    }

    private List<Map<?, ?>> at(List<String> names) {
        List<Map<?, ?>> level = schemas;
        for (String name : names) {
            level = below(level, name);
        }
        return level;
    }

    private static boolean isNotNegative(@Nullable Object bound) {
        return bound instanceof Number number && number.doubleValue() >= 0;
    }
}
