package ai.altairalabs.omnia.operator.webhook;

import ai.altairalabs.omnia.operator.agents.KeySets;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.Restricted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The container {@code policy-proxy} and what it mounts, as they stand in a pod. */
final class SidecarContainer {
    private static final String TMP = "omnia-policy-proxy-tmp";
    private static final String ADMIN = "omnia-admin";

    private SidecarContainer() {}

    /**
     * The container.
     *
     * @param portName the name of the port that it takes over
     */
    static Map<String, Object> of(
            String image, List<String> arguments, String portName, int listenPort, int adminPort) {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", Marks.POLICY_PROXY);
        container.put("image", image);
        container.put("args", arguments);
        container.put(
                "ports",
                List.of(
                        Map.of("name", portName, "containerPort", listenPort, "protocol", "TCP"),
                        Map.of("name", ADMIN, "containerPort", adminPort, "protocol", "TCP")));
        container.put("readinessProbe", probe("/readyz", 1));
        container.put("livenessProbe", probe("/livez", 10));
        container.put(
                "resources",
                Map.of("requests", Map.of("cpu", "50m", "memory", "192Mi"), "limits", Map.of("memory", "512Mi")));
        container.put("securityContext", Restricted.container());
        container.put(
                "volumeMounts",
                List.of(
                        Map.of("name", KeySets.NAME, "mountPath", ProxyArguments.KEYS_DIRECTORY, "readOnly", true),
                        Map.of("name", TMP, "mountPath", "/tmp")));
        return container;
    }

    private static Map<String, Object> probe(String path, int period) {
        return Map.of("httpGet", Map.of("path", path, "port", ADMIN), "periodSeconds", period, "failureThreshold", 3);
    }

    /** What it mounts. Where the keys are not there yet it starts, and refuses until they are. */
    static List<Map<String, Object>> volumes() {
        return List.of(
                Map.of("name", KeySets.NAME, "configMap", Map.of("name", KeySets.NAME, "optional", true)),
                Map.of("name", TMP, "emptyDir", Map.of("sizeLimit", "64Mi")));
    }
}
