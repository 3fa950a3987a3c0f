package ai.altairalabs.omnia.operator.deploy;

import ai.altairalabs.omnia.core.policy.Kind;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of {@code deploy/crds}. */
final class Crds {
    static final Path ROOT = Path.of(System.getProperty("omnia.root", "."));

    private Crds() {}

    static CustomResourceDefinition of(Kind kind) {
        Path file = ROOT.resolve("deploy/crds").resolve(kind.plural() + ".yaml");
        try {
            return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CustomResourceDefinitionVersion version(Kind kind) {
        List<CustomResourceDefinitionVersion> versions = of(kind).getSpec().getVersions();
        if (versions.size() != 1) {
            throw new IllegalStateException(kind + " has " + versions.size() + " versions");
        }
        return versions.getFirst();
    }

    static JSONSchemaProps schema(Kind kind) {
        return version(kind).getSchema().getOpenAPIV3Schema();
    }

    /**
     * A field of a schema.
     *
     * @param required whether its parent must have it
     */
    record Place(JSONSchemaProps schema, boolean required) {}

    /** Every field below one of the top, by its path: {@code []} stands behind a list of objects. */
    static Map<String, Place> fields(Kind kind, String top) {
        Map<String, Place> found = new LinkedHashMap<>();
        JSONSchemaProps root = schema(kind);
        collect(top, root.getProperties().get(top), root.getRequired().contains(top), found);
        return found;
    }

    private static void collect(String path, JSONSchemaProps schema, boolean required, Map<String, Place> found) {
        JSONSchemaProps item = item(schema);
        JSONSchemaProps inner = item == null ? schema : item;
        Map<String, JSONSchemaProps> properties = inner.getProperties() == null ? Map.of() : inner.getProperties();
        String own = path + (item == null || properties.isEmpty() ? "" : "[]");
        found.put(own, new Place(schema, required));
        properties.forEach((name, each) -> collect(
                own + "." + name,
                each,
                inner.getRequired() != null && inner.getRequired().contains(name),
                found));
    }

    /** What the items of a list look like; null: it is no list. */
    static @Nullable JSONSchemaProps item(JSONSchemaProps schema) {
        JSONSchemaPropsOrArray items = schema.getItems();
        return items == null ? null : items.getSchema();
    }
}
