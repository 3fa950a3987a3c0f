package ai.altairalabs.omnia.cli.cluster;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.realparts.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.ObjectMapper;

/**
 * A real API server with everything that the chart installs, and the operator as a process that has the arguments of the
 * chart's Deployment and the token of its service account: what it may not do it cannot.
 */
final class InstalledCluster implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("omnia.root", "."));
    static final String EXAMPLE = "examples/customer-service/";

    private static final String OWN = "omnia-system";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final ApiServer server = ApiServer.start();
    private final Path directory;
    private CliProcess operator;

    /** With the plain bundle. */
    static InstalledCluster ofBundle(Path directory) throws Exception {
        return new InstalledCluster(directory, Files.readString(ROOT.resolve("deploy/omnia.yaml")));
    }

    /**
     * Installs these objects and starts the operator.
     *
     * @param objects a rendered chart
     */
    InstalledCluster(Path directory, String objects) throws Exception {
        this.directory = directory;
        try {
            kubectl("create", "namespace", OWN);
            kubectl("create", "namespace", "production");
            server.kubectlWith(objects, "apply", "--server-side", "--force-conflicts", "-f", "-")
                    .orFail();
            await(() -> kubectl("get", "agentpolicies,toolpolicies,toolregistries,agentruntimes", "--all-namespaces"));
            // There is no network of a cluster here: the webhooks' Service leads to this machine.
            kubectl("delete", "service", "omnia-webhook", "-n", OWN);
            apply("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: omnia-webhook, namespace: omnia-system}
                    spec: {type: ExternalName, externalName: localhost}
                    """);
            startOperator();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** Starts the operator, anew where it ran. */
    void startOperator() throws Exception {
        stopOperator();
        String arguments = kubectl(
                "get",
                "deployment",
                "omnia-operator",
                "-n",
                OWN,
                "-o",
                "jsonpath={.spec.template.spec.containers[0].args}");
        List<String> command = new ArrayList<>();
        for (Object argument : new ObjectMapper().readValue(arguments, List.class)) {
            command.add(String.valueOf(argument).replaceFirst("^0\\.0\\.0\\.0:[0-9]+$", "127.0.0.1:0"));
        }
        String token = server.serviceAccountToken(OWN, "omnia-operator");
        command.addAll(List.of("--kubeconfig", server.kubeconfig(token).toString()));
        operator = CliProcess.start(directory, Map.of("HOSTNAME", "operator-0"), command);
        String port = operator.awaitSaid("^webhooks on 127\\.0\\.0\\.1:([0-9]+)$");
        for (String kind : List.of("validatingwebhookconfiguration", "mutatingwebhookconfiguration")) {
            String hooks = server.kubectl("get", kind, "omnia-webhook", "-o", "jsonpath={.webhooks[*].name}")
                    .out();
            for (int i = 0; i < (hooks.isBlank() ? 0 : hooks.split(" ").length); i++) {
                String path = "/webhooks/" + i + "/clientConfig/service/port";
                kubectl(
                        "patch",
                        kind,
                        "omnia-webhook",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":" + port + "}]");
            }
        }
        operator.awaitSaid("^(the operator runs)$");
        // The API server takes a moment to know of changed webhooks.
        await(() -> kubectl("apply", "--dry-run=server", "-f", EXAMPLE + "customer-tools.yaml"));
    }

    void stopOperator() throws Exception {
        if (operator != null) {
            operator.terminate();
            operator.close();
        }
    }

    ApiServer server() {
        return server;
    }

    String kubectl(String... arguments) {
        return server.kubectl(arguments).orFail();
    }

    String apply(String yaml) {
        return server.kubectlWith(yaml, "apply", "-f", "-").orFail();
    }

    /** kubectl in the namespace of the tutorial. */
    String production(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = "production";
        return kubectl(all);
    }

    /** Istio's kinds, as if it were installed now. */
    void istio() {
        server.istio();
    }

    /** The Service of the tutorial's tools, by a named port. */
    void toolService() {
        server.toolService();
    }

    /** A file of the example. */
    static String example(String name) throws IOException {
        return Files.readString(ROOT.resolve(EXAMPLE).resolve(name));
    }

    /** The requests that the API server answered with 403, as its metrics count them. */
    List<String> forbidden() {
        return kubectl("get", "--raw", "/metrics")
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total{") && line.contains("code=\"403\""))
                .toList();
    }

    /** What the operator said. */
    String operatorLog() throws IOException {
        return operator == null ? "nothing" : operator.out() + operator.err();
    }

    /** Waits until this does not fail. */
    void await(Executable assertion) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                assertion.execute();
                return;
            } catch (AssertionError | IllegalStateException e) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(e.getMessage() + "\nthe operator said " + operatorLog(), e);
                }
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        if (operator != null) {
            operator.close();
        }
        server.close();
    }
}
