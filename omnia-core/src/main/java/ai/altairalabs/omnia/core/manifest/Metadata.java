package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code metadata}: what a resource is called, and where its name stands. */
record Metadata(ResourceName name, Place place) {
    static final Field<String> NAME = Field.required("name", Forms.SUBDOMAIN, "the resource's name");
    static final Field<String> NAMESPACE =
            Field.optional("namespace", Forms.LABEL_NAME, "default", "`default`", "the namespace it lives in");
    static final Field<Map<String, String>> LABELS =
            Field.optional("labels", new PlainValue.TextMap(TextShape.ANY, TextShape.ANY), "not used here");
    static final Field<Map<String, String>> ANNOTATIONS =
            Field.optional("annotations", new PlainValue.TextMap(TextShape.ANY, TextShape.ANY), "not used here");
    /** What the API server writes and {@code kubectl get -o yaml} prints. */
    private static final List<String> WRITTEN_BY_KUBERNETES = List.of(
            "generateName",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "resourceVersion",
            "uid",
            "generation",
            "managedFields",
            "ownerReferences",
            "finalizers",
            "selfLink");

    static final ObjectShape<Metadata> SHAPE =
            ObjectShape.of(v -> new Metadata(new ResourceName(v.get(NAMESPACE), v.get(NAME)), v.place(NAME)), fields());

    static final Field<Metadata> FIELD = Field.required("metadata", SHAPE, "name and namespace");

    private static Field<?>[] fields() {
        List<Field<?>> fields = new ArrayList<>(List.of(NAME, NAMESPACE, LABELS, ANNOTATIONS));
        for (String name : WRITTEN_BY_KUBERNETES) {
            fields.add(Field.optional(name, new PlainValue.Ignored(), "written by Kubernetes; not used here"));
        }
        return fields.toArray(Field<?>[]::new);
    }

    /** The namespace of a manifest with faults; null: it could not be read. */
    static @Nullable String peekNamespace(Node root) {
        if (!(root.get("metadata") instanceof Node.Mapping metadata)) {
            return null;
        }
        String namespace = NAMESPACE.peek(metadata);
        if (namespace != null) {
            return namespace;
        }
        List<String> known = SHAPE.fields().stream().map(Field::name).toList();
        boolean absent = metadata.get("namespace") == null
                && metadata.entries().stream().allMatch(entry -> known.contains(entry.key()));
        return absent ? "default" : null;
    }

    /** The name of a manifest with faults, without its namespace; null: it could not be read. */
    static @Nullable String peekName(Node root) {
        return NAME.peek(root.get("metadata"));
    }
}
