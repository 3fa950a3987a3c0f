package ai.altairalabs.omnia.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with its etcd, on loopback, with RBAC and admission as in a cluster, but without controllers, nodes
 * and pods: what controllers write, the test writes.
 */
public final class ApiServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SERVICE_ACCOUNT_ISSUER = "https://kubernetes.default.svc.cluster.local";

    private static final Pattern REVISION = Pattern.compile("\"revision\":\"([0-9]+)\"");

    private final Path directory;
    private final int etcdPort = RunningProgram.freePort();
    private final int port = RunningProgram.freePort();
    private final String adminToken = UUID.randomUUID().toString();
    private final Map<String, Path> kubeconfigs = new ConcurrentHashMap<>();
    private @Nullable RunningProgram etcd;
    private @Nullable RunningProgram server;

    private ApiServer(Path directory) {
        this.directory = directory;
    }

    /** Starts both; the test is skipped where one of them, or kubectl, is missing. Takes about five seconds. */
    public static ApiServer start() {
        Part.KUBE_APISERVER.require();
        Part.ETCD.require();
        Part.KUBECTL.require();
        ApiServer made = new ApiServer(Directories.make("omnia-apiserver"));
        try {
            made.prepare();
            made.startEtcd();
            made.startServer();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts both, and makes our kinds known: they are served when this returns. */
    public static ApiServer withOurKinds() {
        ApiServer started = start();
        try {
            started.define("deploy/crds");
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void prepare() throws IOException {
        // A token file may name users and groups: one administrator, others by service account tokens and
        // impersonation.
        Files.writeString(directory.resolve("tokens.csv"), adminToken + ",admin,admin,\"system:masters\"\n");
        Files.writeString(directory.resolve("service-accounts.pem"), privateKey());
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void startEtcd() {
        String client = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + RunningProgram.freePort();
        RunningProgram started = RunningProgram.start(
                directory.resolve("etcd.log"),
                Map.of(),
                List.of(
                        Part.ETCD.require().toString(),
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer,
                        "--unsafe-no-fsync"));
        etcd = started;
        started.await(() -> answers(URI.create(client + "/health")));
    }

    private void startServer() {
        List<String> command = new ArrayList<>(List.of(
                Part.KUBE_APISERVER.require().toString(),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + directory.resolve("certificates"),
                "--service-account-key-file=" + directory.resolve("service-accounts.pem"),
                "--service-account-signing-key-file=" + directory.resolve("service-accounts.pem"),
                "--service-account-issuer=" + SERVICE_ACCOUNT_ISSUER,
                "--service-cluster-ip-range=10.96.0.0/16",
                "--token-auth-file=" + directory.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                // The controller that makes them does not run here.
                "--disable-admission-plugins=ServiceAccount"));
        RunningProgram started = RunningProgram.start(directory.resolve("apiserver.log"), Map.of(), command);
        server = started;
        started.await(() -> Files.exists(certificate())
                && kubectl("get", "--raw", "/readyz").exitCode() == 0
                && kubectl("get", "namespace", "default").exitCode() == 0);
    }

    /** Stops the API server, as an upgrade of the control plane does; its data stay. */
    public void stopServer() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Stops the API server and starts it again, on the same port and data. */
    public void restartServer() {
        stopServer();
        startServer();
    }

    /** Makes etcd forget all but the newest versions, so that a watch which asks for older ones is told 410 Gone. */
    public void compact() {
        Matcher revision = REVISION.matcher(etcd("kv/range", "{\"key\":\"AA==\"}"));
        if (!revision.find()) {
            throw new IllegalStateException("etcd named no revision");
        }
        etcd("kv/compaction", "{\"revision\":\"" + revision.group(1) + "\",\"physical\":true}");
    }

    private String etcd(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + etcdPort + "/v3/" + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("etcd answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Where it answers. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** The certificate that clients must trust. */
    public Path certificate() {
        return directory.resolve("certificates/apiserver.crt");
    }

    /** A kubeconfig of the administrator, whose namespace is `default`. */
    public Path kubeconfig() {
        return kubeconfigs.computeIfAbsent(adminToken, this::writeKubeconfig);
    }

    /**
     * A kubeconfig of a service account, which need not exist in the cluster but by its role bindings.
     *
     * @param token of {@link #serviceAccountToken}
     */
    public Path kubeconfig(String token) {
        return kubeconfigs.computeIfAbsent(token, this::writeKubeconfig);
    }

    /** A token for a service account that exists. */
    public String serviceAccountToken(String namespace, String name) {
        return kubectl("create", "token", name, "--namespace", namespace)
                .orFail()
                .strip();
    }

    private Path writeKubeconfig(String token) {
        Path file = directory.resolve("kubeconfig-" + UUID.randomUUID());
        try {
            return Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    current-context: test
                    clusters:
                      - name: test
                        cluster: {server: "%s", certificate-authority: "%s"}
                    contexts:
                      - name: test
                        context: {cluster: test, user: test, namespace: default}
                    users:
                      - name: test
                        user: {token: "%s"}
                    """.formatted(url(), certificate(), token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Applies manifests of custom resource definitions and waits until their kinds are served. */
    public void define(String path) {
        kubectl("apply", "--server-side", "-f", path).orFail();
        kubectl("wait", "--for=condition=Established", "--timeout=240s", "-f", path)
                .orFail();
        // A definition is established a moment before its kind is served.
        for (String name :
                kubectl("get", "-f", path, "-o", "name").orFail().lines().toList()) {
            awaitServed(name.substring(name.indexOf('/') + 1));
        }
    }

    /** Makes Istio's kinds known, as if it were installed now. */
    public void istio() {
        define("omnia-operator/src/test/resources/istio/kinds.yaml");
    }

    /** Makes the Service of the tutorial's tools, by a named port. */
    public void toolService() {
        kubectlWith("""
                apiVersion: v1
                kind: Service
                metadata: {name: customer-tools, namespace: production}
                spec:
                  selector: {app: customer-tools}
                  ports: [{name: http, port: 8080, targetPort: http}]
                """, "apply", "-f", "-").orFail();
    }

    private void awaitServed(String kind) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (kubectl("get", kind, "--all-namespaces").exitCode() != 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the kind " + kind + " is not served");
            }
        }
    }

    /** Runs kubectl as the administrator, in the root of the repository. */
    public Ran kubectl(String... arguments) {
        return kubectlWith("", arguments);
    }

    /** Runs kubectl as the administrator with this as its standard input: for {@code apply -f -}. */
    public Ran kubectlWith(String input, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(
                                Part.KUBECTL.require().toString(),
                                "--kubeconfig",
                                kubeconfig().toString()),
                        Stream.of(arguments))
                .toList();
        // kubectl keeps what it discovered for ten minutes below its home; each server has a home of its own.
        Map<String, String> environment = Map.of("HOME", directory.toString(), "KUBECACHEDIR", directory + "/cache");
        return Ran.run(Path.of(System.getProperty("omnia.root", ".")), environment, command, input);
    }

    private static boolean answers(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stopServer();
        if (etcd != null) {
            etcd.close();
        }
        Directories.delete(directory);
    }
}
