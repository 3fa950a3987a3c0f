package ai.altairalabs.omnia.operator.objects;

import ai.altairalabs.omnia.core.policy.Resource;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object that should be in the cluster.
 *
 * @param owner whom it is made for; null: the namespace's tools as a whole
 * @param spec plain maps, lists, texts, numbers and flags, in the order in which they are written
 */
public record DesiredObject(
        String apiVersion,
        String kind,
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Owner owner,
        Map<String, Object> spec)
        implements Comparable<DesiredObject> {
    private static final Comparator<DesiredObject> ORDER = Comparator.comparing(DesiredObject::kind)
            .thenComparing(DesiredObject::namespace)
            .thenComparing(DesiredObject::name);

    public DesiredObject {
        Objects.requireNonNull(apiVersion);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        spec = Collections.unmodifiableMap(new LinkedHashMap<>(spec));
    }

    /** Whether an owner reference is possible: the owner stands in the same namespace. */
    public boolean ownable() {
        return owner != null && owner.name().namespace().equals(namespace);
    }

    /** The whole object without an owner reference, as a manifest. */
    public Map<String, Object> toMap() {
        return toMap(null);
    }

    /**
     * The whole object.
     *
     * @param ownerUid {@code metadata.uid} of the owner; null: no owner reference. It is left out where the object is
     * not
     *     {@link #ownable()}
     */
    public Map<String, Object> toMap(@Nullable String ownerUid) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("labels", labels);
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        if (ownerUid != null && owner != null && ownable()) {
            metadata.put("ownerReferences", List.of(reference(owner, ownerUid)));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("apiVersion", apiVersion);
        all.put("kind", kind);
        all.put("metadata", metadata);
        all.put("spec", spec);
        return all;
    }

    private static Map<String, Object> reference(Owner owner, String uid) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("apiVersion", Resource.API_VERSION);
        reference.put("kind", owner.kind().title());
        reference.put("name", owner.name().name());
        reference.put("uid", uid);
        reference.put("controller", true);
        reference.put("blockOwnerDeletion", false);
        return reference;
    }

    @Override
    public int compareTo(DesiredObject other) {
        return ORDER.compare(this, other);
    }
}
