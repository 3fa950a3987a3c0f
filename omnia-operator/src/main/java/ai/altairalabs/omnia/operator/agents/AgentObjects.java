package ai.altairalabs.omnia.operator.agents;

import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.AgentRuntime.Facade;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.Restricted;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The objects that run an agent: ServiceAccount, Service, Deployment, all by the agent's name. */
public final class AgentObjects {
    /** The Secret with the key that the facades of a namespace sign contexts with. */
    public static final String KEY_SECRET = "omnia-context-key";

    /** Where the facade finds the key that it signs with. */
    public static final String KEY_DIRECTORY = "/etc/omnia/context-key";

    private static final String SCRIPT_DIRECTORY = "/etc/omnia/script";
    private static final String SCRIPTED = "scripted";
    private static final String CONTAINER = "agent";
    private static final int ADMIN_PORT = 9090;

    private final AgentRuntime runtime;
    private final String uid;
    private final String image;

    private AgentObjects(AgentRuntime runtime, String uid, String image) {
        this.runtime = runtime;
        this.uid = uid;
        this.image = image;
    }

    /**
     * The objects.
     *
     * @param uid of the AgentRuntime
     * @param keyId of the key that signs: when it changes, the pods are made anew
     */
    public static List<Map<String, Object>> of(AgentRuntime runtime, String uid, String image, String keyId) {
        AgentObjects objects = new AgentObjects(runtime, uid, image);
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(objects.object("v1", "ServiceAccount", Map.of()));
        if (!objects.ports().isEmpty()) {
            all.add(objects.object("v1", "Service", Map.of("spec", objects.service())));
        }
        all.add(objects.object("apps/v1", "Deployment", Map.of("spec", objects.deployment(keyId))));
        return all;
    }

    /** The command line of the agent's container. */
    static List<String> arguments(AgentRuntime runtime) {
        List<String> arguments = new ArrayList<>(List.of(
                "agent",
                "--policies",
                "kubernetes",
                "--namespace",
                runtime.name().namespace(),
                "--name",
                runtime.name().name(),
                "--context-key",
                KEY_DIRECTORY + "/" + ContextKeys.CURRENT,
                "--facade-listen",
                "0.0.0.0",
                "--admin-listen",
                "0.0.0.0:" + ADMIN_PORT));
        if (isScripted(runtime)) {
            arguments.addAll(List.of("--script", SCRIPT_DIRECTORY + "/script.yaml"));
        }
        return List.copyOf(arguments);
    }

    private static boolean isScripted(AgentRuntime runtime) {
        return runtime.providers().isEmpty()
                || runtime.providers().getFirst().providerRef().equals(SCRIPTED);
    }

    private String name() {
        return runtime.name().name();
    }

    /** Labels that pods keep for ever: a Deployment's selector cannot be changed. */
    private Map<String, String> selector() {
        return Map.of(Marks.AGENT, StableNames.label(name()));
    }

    private Map<String, Object> object(String apiVersion, String kind, Map<String, Object> content) {
        Map<String, String> labels = new TreeMap<>(selector());
        labels.put(Marks.MANAGED_BY, Marks.OPERATOR);
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("apiVersion", Resource.API_VERSION);
        owner.put("kind", runtime.kind().title());
        owner.put("name", name());
        owner.put("uid", uid);
        owner.put("controller", true);
        owner.put("blockOwnerDeletion", false);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        object.put(
                "metadata",
                Map.of(
                        "name",
                        name(),
                        "namespace",
                        runtime.name().namespace(),
                        "labels",
                        labels,
                        "ownerReferences",
                        List.of(owner)));
        object.putAll(content);
        return object;
    }

    private List<Facade> ports() {
        return runtime.facades().stream()
                .filter(facade -> facade.type() == FacadeType.WEBSOCKET || facade.type() == FacadeType.REST)
                .toList();
    }

    private static String portName(Facade facade) {
        return "http-" + facade.type().name().toLowerCase(Locale.ROOT).replace("websocket", "ws");
    }

    private Map<String, Object> service() {
        List<Map<String, Object>> ports = ports().stream()
                .map(facade -> Map.<String, Object>of(
                        "name", portName(facade), "port", facade.port(), "targetPort", portName(facade)))
                .toList();
        return Map.of("selector", selector(), "ports", ports);
    }

    private Map<String, Object> deployment(String keyId) {
        Map<String, Object> pod = new LinkedHashMap<>();
        pod.put("serviceAccountName", name());
        pod.put("containers", List.of(container()));
        pod.put("volumes", volumes());
        pod.put("terminationGracePeriodSeconds", 30);
        Map<String, Object> template = Map.of(
                "metadata",
                Map.of("labels", selector(), "annotations", Map.of("omnia.altairalabs.ai/context-key", keyId)),
                "spec",
                pod);
        return Map.of("selector", Map.of("matchLabels", selector()), "template", template);
    }

    private Map<String, Object> container() {
        List<Map<String, Object>> ports = new ArrayList<>();
        ports().forEach(facade -> ports.add(Map.of("name", portName(facade), "containerPort", facade.port())));
        ports.add(Map.of("name", "omnia-admin", "containerPort", ADMIN_PORT));
        List<Map<String, Object>> mounts = new ArrayList<>();
        mounts.add(Map.of("name", "context-key", "mountPath", KEY_DIRECTORY, "readOnly", true));
        mounts.add(Map.of("name", "tmp", "mountPath", "/tmp"));
        if (isScripted(runtime)) {
            mounts.add(Map.of("name", "script", "mountPath", SCRIPT_DIRECTORY, "readOnly", true));
        }
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", CONTAINER);
        container.put("image", image);
        container.put("args", arguments(runtime));
        container.put("env", List.of(Map.of("name", "OMNIA_HOME", "value", "/tmp/omnia")));
        container.put("envFrom", List.of(Map.of("secretRef", Map.of("name", name() + "-model", "optional", true))));
        container.put("ports", ports);
        container.put("readinessProbe", Map.of("httpGet", Map.of("path", "/readyz", "port", "omnia-admin")));
        container.put("livenessProbe", Map.of("httpGet", Map.of("path", "/livez", "port", "omnia-admin")));
        container.put("securityContext", Restricted.container());
        container.put("volumeMounts", mounts);
        return container;
    }

    private List<Map<String, Object>> volumes() {
        List<Map<String, Object>> volumes = new ArrayList<>();
        volumes.add(Map.of(
                "name",
                "context-key",
                "secret",
                Map.of(
                        "secretName",
                        KEY_SECRET,
                        "items",
                        List.of(Map.of("key", ContextKeys.CURRENT, "path", ContextKeys.CURRENT)))));
        volumes.add(Map.of("name", "tmp", "emptyDir", Map.of("sizeLimit", "64Mi")));
        if (isScripted(runtime)) {
            volumes.add(Map.of("name", "script", "configMap", Map.of("name", name() + "-script")));
        }
        return volumes;
    }
}
