package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.operator.objects.DesiredObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object as it should be.
 *
 * @param object the whole of it: maps, lists, texts, numbers and flags
 * @param exact whether nobody else may add anything to it; else others, the API server's defaults among them, may
 */
record Wanted(Api api, String namespace, String name, Map<String, Object> object, boolean exact) {
    /** Of it nothing may be added: it would select something else. */
    private static final String SELECTOR = "selector";

    private static final Set<String> HEAD = Set.of("apiVersion", "kind", "metadata", "status");

    Wanted {
        Objects.requireNonNull(api);
        object = Map.copyOf(object);
    }

    /**
     * An object that follows from policies.
     *
     * @param ownerUid null: it has no owner in its namespace
     */
    static Wanted of(DesiredObject desired, @Nullable String ownerUid) {
        Api api = Api.of(desired.apiVersion(), desired.kind())
                .orElseThrow(() -> new IllegalArgumentException("unknown kind " + desired.kind()));
        return new Wanted(api, desired.namespace(), desired.name(), desired.toMap(ownerUid), true);
    }

    /** An object of a kind to which others may add, from the whole of it. */
    static Wanted of(Map<String, Object> object) {
        Map<?, ?> metadata = (Map<?, ?>) object.getOrDefault("metadata", Map.of());
        Api api = Api.of(String.valueOf(object.get("apiVersion")), String.valueOf(object.get("kind")))
                .orElseThrow(() -> new IllegalArgumentException("unknown kind " + object.get("kind")));
        return new Wanted(
                api, String.valueOf(metadata.get("namespace")), String.valueOf(metadata.get("name")), object, false);
    }

    /** Whether the object in the cluster is as it should be. */
    boolean matches(GenericKubernetesResource actual) {
        Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(object.get("metadata"));
        if (!covers(metadata.get("labels"), actual.getMetadata().getLabels())
                || !covers(metadata.get("annotations"), actual.getMetadata().getAnnotations())
                || !owned(metadata.get("ownerReferences"), actual.getMetadata().getOwnerReferences())) {
            return false;
        }
        Map<String, Object> fields = actual.getAdditionalProperties();
        return object.keySet().stream()
                .filter(key -> !HEAD.contains(key))
                .allMatch(key ->
                        exact ? same(object.get(key), fields.get(key)) : covers(object.get(key), fields.get(key)));
    }

    private static boolean owned(@Nullable Object wanted, @Nullable List<OwnerReference> actual) {
        if (!(wanted instanceof List<?> references)) {
            return true;
        }
        List<OwnerReference> there = actual == null ? List.of() : actual;
        return references.stream()
                .map(one -> ((Map<?, ?>) one).get("uid"))
                .allMatch(uid -> there.stream().anyMatch(one -> Objects.equals(one.getUid(), uid)));
    }

    /** Whether everything that is wanted is there, be there more or not. */
    private static boolean covers(@Nullable Object wanted, @Nullable Object actual) {
        return switch (wanted) {
            case null -> true;
            case Map<?, ?> map -> {
                Map<?, ?> there = actual instanceof Map<?, ?> found ? found : Map.of();
                yield map.entrySet().stream()
                        .allMatch(entry -> SELECTOR.equals(entry.getKey())
                                ? same(entry.getValue(), there.get(entry.getKey()))
                                : covers(entry.getValue(), there.get(entry.getKey())));
            }
            case List<?> list -> {
                List<?> there = actual instanceof List<?> found ? found : List.of();
                yield list.size() == there.size() && all(list, there, Wanted::covers);
            }
            default -> scalar(wanted, actual);
        };
    }

    /** Whether both say the same. */
    static boolean same(@Nullable Object wanted, @Nullable Object actual) {
        if (wanted instanceof Map<?, ?> map && actual instanceof Map<?, ?> there) {
            return map.keySet().equals(there.keySet())
                    && map.entrySet().stream().allMatch(entry -> same(entry.getValue(), there.get(entry.getKey())));
        }
        if (wanted instanceof List<?> list && actual instanceof List<?> there) {
            return list.size() == there.size() && all(list, there, Wanted::same);
        }
        return scalar(wanted, actual);
    }

    private interface Comparison {
        boolean holds(@Nullable Object wanted, @Nullable Object actual);
    }

    private static boolean all(List<?> wanted, List<?> actual, Comparison comparison) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!comparison.holds(wanted.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean scalar(@Nullable Object wanted, @Nullable Object actual) {
        if (wanted instanceof Number number && actual instanceof Number other) {
            return new BigDecimal(number.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return Objects.equals(wanted, actual);
    }
}
