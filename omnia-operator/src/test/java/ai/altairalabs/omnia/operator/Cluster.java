package ai.altairalabs.omnia.operator;

import ai.altairalabs.omnia.operator.OperatorSettings.LeaseTiming;
import ai.altairalabs.omnia.realparts.ApiServer;
import ai.altairalabs.omnia.realparts.Ran;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** A real API server with our CRDs, the namespaces of the tutorial, and operators in this process. */
final class Cluster implements AutoCloseable {
    static final String EXAMPLE = "examples/customer-service/";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final ApiServer server = ApiServer.withOurKinds();
    private final List<Operator> operators = new ArrayList<>();

    Cluster() {
        server.kubectl("create", "namespace", OperatorSettings.DEFAULT_NAMESPACE)
                .orFail();
        server.kubectl("create", "namespace", "production").orFail();
    }

    ApiServer server() {
        return server;
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                .build();
    }

    static OperatorSettings settings(boolean leaderElection) {
        return settings(leaderElection, null);
    }

    static OperatorSettings settings(boolean leaderElection, OperatorSettings.@Nullable WebhookSettings webhooks) {
        return new OperatorSettings(
                OperatorSettings.DEFAULT_NAMESPACE,
                Set.of(),
                "omnia:test",
                "omnia:test",
                MeshSettings.DEFAULT,
                leaderElection,
                new LeaseTiming(Duration.ofSeconds(60), Duration.ofSeconds(45), Duration.ofMillis(500)),
                webhooks);
    }

    Operator operator() {
        return operator(settings(false), "one");
    }

    Operator operator(OperatorSettings settings, String identity) {
        try {
            Operator started = Operator.start(settings, client(), identity, () -> {});
            operators.add(started);
            return started;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String kubectl(String... arguments) {
        return server.kubectl(arguments).orFail();
    }

    Ran tryKubectl(String... arguments) {
        return server.kubectl(arguments);
    }

    String apply(String yaml) {
        return server.kubectlWith(yaml, "apply", "-f", "-").orFail();
    }

    /** Istio's kinds: as if it were installed now. */
    void istio() {
        server.istio();
    }

    /** The Service of the tutorial's tools, by a named port. */
    void toolService() {
        server.toolService();
    }

    /** The output without its last column, AGE. */
    static String withoutAge(String table) {
        return table.lines()
                .map(line -> line.strip().replaceAll("\\s+\\S+$", ""))
                .map(line -> line.replaceAll(" {2,}", "  "))
                .collect(Collectors.joining("\n"));
    }

    /** Waits until the command prints this. */
    void awaitOutput(Supplier<String> output, String expected) {
        await(() -> Assertions.assertThat(output.get()).isEqualTo(expected));
    }

    /** Waits until the assertion holds. */
    void await(Runnable assertion) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError | IllegalStateException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        operators.forEach(Operator::close);
        server.close();
    }
}
