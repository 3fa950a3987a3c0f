package ai.altairalabs.omnia.cli.manifest;

import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestSchema;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One resource as its author wrote it, in plain maps, lists and scalars.
 *
 * @param fields by name; none at all when the text is no YAML
 */
public record DocumentTree(Map<String, @Nullable Object> fields) {
    /** What an API server writes below {@code metadata}: nobody means to apply it. */
    private static final List<String> MADE_BY_A_SERVER = List.of(
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "managedFields",
            "resourceVersion",
            "selfLink",
            "uid");

    /** The tree of a document, also of one that stands in a {@code kind: List}. */
    public static DocumentTree of(Document document, Kind kind, ResourceName name) {
        Object value = parse(DocumentText.of(document).alone());
        if (!document.lines().inList()) {
            return new DocumentTree(fields(value));
        }
        for (Map<String, @Nullable Object> item : items(value)) {
            if (kind.title().equals(item.get("kind")) && name.equals(nameOf(item))) {
                return new DocumentTree(item);
            }
        }
        return new DocumentTree(Map.of());
    }

    /** Below {@code spec}, with the defaults of fields directly below it, as an API server would fill them in. */
    public Map<String, @Nullable Object> specWithDefaults(Kind kind) {
        Map<String, @Nullable Object> spec = fields(fields.get("spec"));
        for (ManifestSchema.FieldRow field : ManifestSchema.fields(kind)) {
            String path = field.path();
            String defaultValue = field.defaultValue();
            if (defaultValue != null && path.startsWith("spec.") && path.indexOf('.', 5) < 0) {
                spec.putIfAbsent(path.substring(5), defaultValue.replace("`", ""));
            }
        }
        return spec;
    }

    /** Whether some of it was written by a server, such as by {@code omnia get -o yaml}. */
    boolean madeByServer() {
        return fields.containsKey("status")
                || MADE_BY_A_SERVER.stream().anyMatch(fields(fields.get("metadata"))::containsKey);
    }

    /** What an author meant: without what a server writes. */
    DocumentTree asWritten() {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(fields);
        own.remove("status");
        Map<String, @Nullable Object> metadata = fields(own.get("metadata"));
        metadata.keySet().removeAll(MADE_BY_A_SERVER);
        own.put("metadata", metadata);
        return new DocumentTree(own);
    }

    /** Whether it comes to the same as another of its kind, whatever the order and however it is written. */
    boolean means(DocumentTree other, Kind kind) {
        return asWritten().metadata().equals(other.asWritten().metadata())
                && specWithDefaults(kind).equals(other.specWithDefaults(kind));
    }

    private Map<String, @Nullable Object> metadata() {
        Map<String, @Nullable Object> metadata = fields(fields.get("metadata"));
        metadata.putIfAbsent("namespace", "default");
        return metadata;
    }

    private static @Nullable Object parse(String text) {
        try {
            return new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(text);
        } catch (YamlEngineException _) {
            return null;
        }
    }

    private static List<Map<String, @Nullable Object>> items(@Nullable Object value) {
        Map<String, @Nullable Object> fields = fields(value);
        if (!(fields.get("items") instanceof List<?> items)) {
            return List.of(fields);
        }
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        items.forEach(item -> all.addAll(items(item)));
        return all;
    }

    private static @Nullable ResourceName nameOf(Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> metadata = fields(item.get("metadata"));
        return metadata.get("name") instanceof String name
                        && metadata.getOrDefault("namespace", "default") instanceof String namespace
                ? new ResourceName(namespace, name)
                : null;
    }

    private static Map<String, @Nullable Object> fields(@Nullable Object value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, field) -> fields.put(String.valueOf(key), field));
        }
        return fields;
    }
}
