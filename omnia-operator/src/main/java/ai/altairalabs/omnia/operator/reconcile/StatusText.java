package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A status as the API server keeps it. */
final class StatusText {
    /** The longest message: what the CRDs allow. */
    private static final int LONGEST = 32_768;

    private StatusText() {}

    /**
     * The status.
     *
     * @param object what it speaks of, with the status that it has
     * @param fields beside the conditions
     */
    static Map<String, Object> of(
            GenericKubernetesResource object, Map<String, Object> fields, List<Condition> conditions, Instant now) {
        Map<String, Object> status = new LinkedHashMap<>(fields);
        long generation = Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L);
        status.put("observedGeneration", generation);
        List<Map<String, Object>> list = new ArrayList<>();
        for (Condition condition : conditions) {
            Map<String, Object> text = new LinkedHashMap<>();
            String holds = condition.status() ? "True" : "False";
            text.put("type", condition.type());
            text.put("status", holds);
            text.put("reason", condition.reason());
            text.put("message", shortened(condition.message()));
            text.put("observedGeneration", generation);
            text.put("lastTransitionTime", since(object, condition.type(), holds, now));
            list.add(text);
        }
        status.put("conditions", list);
        return status;
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }

    private static String since(GenericKubernetesResource object, String type, String holds, Instant now) {
        Map<String, Object> before = conditionOf(object, type);
        return holds.equals(before.get("status")) && before.get("lastTransitionTime") instanceof String since
                ? since
                : now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A condition that the object has now; empty: it has none of this type. */
    static Map<String, Object> conditionOf(GenericKubernetesResource object, String type) {
        if (object.get("status", "conditions") instanceof List<?> conditions) {
            for (Object one : conditions) {
                if (one instanceof Map<?, ?> condition && type.equals(condition.get("type"))) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    condition.forEach((key, value) -> copy.put(String.valueOf(key), value));
                    return copy;
                }
            }
        }
        return Map.of();
    }
}
