package ai.altairalabs.omnia.operator.agents;

import ai.altairalabs.omnia.operator.objects.Marks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The public keys of a namespace's agents, as its doors mount them. */
public final class KeySets {
    /** The ConfigMap. */
    public static final String NAME = "omnia-context-keys";

    /** The file in it: a JWKS. */
    public static final String FILE = "jwks.json";

    private KeySets() {}

    /**
     * The ConfigMap of a namespace.
     *
     * @param publicKeys as JSON Web Keys
     */
    public static Map<String, Object> configMap(String namespace, List<String> publicKeys) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "v1");
        object.put("kind", "ConfigMap");
        object.put(
                "metadata",
                Map.of("name", NAME, "namespace", namespace, "labels", Map.of(Marks.MANAGED_BY, Marks.OPERATOR)));
        object.put(
                "data",
                Map.of(
                        FILE,
                        "{\"keys\":["
                                + String.join(",", publicKeys.stream().sorted().toList()) + "]}"));
        return object;
    }
}
