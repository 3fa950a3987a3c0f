package ai.altairalabs.omnia.cli.cluster;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.realparts.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Plays the kubelet for one container of a pod: a process with the container's own arguments and environment. Its mounts are
 * directories below one of the test's, its addresses are of loopback, and it reaches the API server as pods do, with the
 * token of its service account.
 */
final class ContainerProcess implements AutoCloseable {
    private final ApiServer server;
    private final String namespace;
    private final PodSpec pod;
    private final Container container;
    private final Path root;
    private final CliProcess process;
    private final Map<String, String> environment = new HashMap<>();

    ContainerProcess(ApiServer server, Path directory, String namespace, PodSpec pod, String name) throws IOException {
        this.server = server;
        this.namespace = namespace;
        this.pod = pod;
        this.container = pod.getContainers().stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
        this.root = Files.createTempDirectory(directory, name);
        mount();
        environment.put("HOME", root.toString());
        environment.put("KUBERNETES_SERVICE_HOST", server.url().getHost());
        environment.put("KUBERNETES_SERVICE_PORT", String.valueOf(server.url().getPort()));
        String token = server.serviceAccountToken(namespace, pod.getServiceAccountName());
        environment.put(
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                Files.writeString(root.resolve("token"), token).toString());
        environment.put("KUBERNETES_CERTS_CA_FILE", server.certificate().toString());
        container
                .getEnvFrom()
                .forEach(source ->
                        environment.putAll(secret(source.getSecretRef().getName())));
        container.getEnv().forEach(variable -> environment.put(variable.getName(), mapped(variable.getValue())));
        List<String> arguments = new ArrayList<>();
        container.getArgs().forEach(argument -> arguments.add(mapped(argument)));
        if (arguments.contains("--facade-listen")) {
            // Two pods of one agent have ports of their own; two processes must share this machine's.
            arguments.add("--any-port");
        }
        process = CliProcess.start(root, environment, arguments);
    }

    /** Brings the mounted ConfigMaps and Secrets to what they are now, as a kubelet does after a while. */
    void mount() throws IOException {
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path target = Files.createDirectories(directory(mount));
            Volume volume = pod.getVolumes().stream()
                    .filter(one -> one.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            if (volume.getConfigMap() != null) {
                write(target, configMap(volume.getConfigMap().getName()));
            } else if (volume.getSecret() != null) {
                write(target, chosen(volume.getSecret()));
            }
        }
    }

    private Path directory(VolumeMount mount) {
        return root.resolve("mount-" + mount.getName());
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path next = Files.writeString(directory.resolve("..next"), file.getValue());
            Files.move(next, directory.resolve(file.getKey()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Map<String, String> configMap(String name) {
        String object = get("configmap", name);
        return object.isBlank()
                ? Map.of()
                : Serialization.unmarshal(object, ConfigMap.class).getData();
    }

    private Map<String, String> secret(String name) {
        Map<String, String> texts = new HashMap<>();
        String object = get("secret", name);
        if (!object.isBlank()) {
            Serialization.unmarshal(object, Secret.class)
                    .getData()
                    .forEach((key, value) ->
                            texts.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return texts;
    }

    /** Only what the volume lists, as a kubelet does. */
    private Map<String, String> chosen(SecretVolumeSource source) {
        Map<String, String> all = secret(source.getSecretName());
        Map<String, String> files = new HashMap<>();
        source.getItems().forEach(item -> files.put(item.getPath(), all.get(item.getKey())));
        return files;
    }

    private String get(String kind, String name) {
        return server.kubectl("get", kind, name, "-n", namespace, "--ignore-not-found", "-o", "yaml")
                .orFail();
    }

    private String mapped(String value) {
        Stream<String> inMounts = container.getVolumeMounts().stream()
                .filter(mount -> value.startsWith(mount.getMountPath() + "/"))
                .map(mount ->
                        directory(mount) + value.substring(mount.getMountPath().length()));
        return inMounts.findFirst()
                .orElseGet(() -> value.replaceFirst("^0\\.0\\.0\\.0:[0-9]+$", "127.0.0.1:0")
                        .replaceFirst("^0\\.0\\.0\\.0$", "127.0.0.1"));
    }

    /** A directory of its own. */
    Path state() {
        return root;
    }

    CliProcess process() {
        return process;
    }

    /** Runs another command with the container's environment and state. */
    CliProcess.Result run(String... arguments) throws Exception {
        try (CliProcess other = CliProcess.start(root, environment, List.of(arguments))) {
            return other.await();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
