package ai.altairalabs.omnia.operator.webhook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the API server asks: the request of an {@code AdmissionReview}. */
record Review(String uid, String namespace, String operation, Map<String, Object> object) {
    Review {
        Objects.requireNonNull(uid);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(operation);
        Objects.requireNonNull(object);
    }

    /** @throws IllegalArgumentException if it is none */
    static Review of(Map<?, ?> review) {
        if (!(review.get("request") instanceof Map<?, ?> request) || !(request.get("uid") instanceof String uid)) {
            throw new IllegalArgumentException("no admission review");
        }
        return new Review(
                uid, text(request.get("namespace")), text(request.get("operation")), map(request.get("object")));
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> copy.put(String.valueOf(key), one));
        }
        return copy;
    }

    /** The answer as the API server reads it. */
    Map<String, Object> answer(Verdict verdict) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("uid", uid);
        switch (verdict) {
            case Verdict.Allowed(List<String> warnings) -> {
                response.put("allowed", true);
                if (!warnings.isEmpty()) {
                    response.put("warnings", warnings);
                }
            }
            case Verdict.Refused(String message) -> {
                response.put("allowed", false);
                response.put("status", Map.of("code", 422, "reason", "Invalid", "message", message));
            }
            case Verdict.Patched(String patch) -> {
                response.put("allowed", true);
                response.put("patchType", "JSONPatch");
                response.put("patch", patch);
            }
        }
        return Map.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "response", response);
    }
}
