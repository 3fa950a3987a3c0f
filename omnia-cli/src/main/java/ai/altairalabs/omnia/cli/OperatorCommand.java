package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.operator.MeshSettings;
import ai.altairalabs.omnia.operator.Operator;
import ai.altairalabs.omnia.operator.OperatorSettings;
import ai.altairalabs.omnia.operator.OperatorSettings.LeaseTiming;
import ai.altairalabs.omnia.operator.OperatorSettings.WebhookSettings;
import ai.altairalabs.omnia.operator.certificates.CertificateSettings;
import ai.altairalabs.omnia.server.admin.AdminServer;
import ai.altairalabs.omnia.server.metrics.Metrics;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the control plane of a cluster. */
@Command(
        name = "operator",
        description = {
            "Run the operator of a Kubernetes cluster.",
            "It makes Istio's objects from AgentPolicies, adds doors to the pods of tools, runs agents,",
            "and says in each status what is enforced.",
            "In a cluster the Helm chart starts it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia operator --kubeconfig ~/.kube/config --leader-election false",
            "  omnia operator --namespace omnia-system --webhook-service omnia-webhook \\",
            "    --proxy-image omnia:0.1.0 --agent-image omnia:0.1.0 --mesh auto"
        })
final class OperatorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            defaultValue = OperatorSettings.DEFAULT_NAMESPACE,
            description = "The operator's own namespace (default: ${DEFAULT-VALUE}).")
    private String namespace = OperatorSettings.DEFAULT_NAMESPACE;

    @Option(
            names = "--watch-namespace",
            paramLabel = "NS",
            description = "Look after this namespace only. May be given several times (default: all).")
    private List<String> watch = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "PATH",
            description = "How to reach the cluster (default: as a pod of it, else as kubectl does).")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--proxy-image",
            paramLabel = "IMAGE",
            defaultValue = "omnia",
            description = "The image of the container `policy-proxy` (default: ${DEFAULT-VALUE}).")
    private String proxyImage = "omnia";

    @Option(
            names = "--agent-image",
            paramLabel = "IMAGE",
            defaultValue = "omnia",
            description = "The image of agents (default: ${DEFAULT-VALUE}).")
    private String agentImage = "omnia";

    @Option(
            names = "--trust-domain",
            paramLabel = "DOMAIN",
            defaultValue = "cluster.local",
            description = "What the mesh's identities begin with (default: ${DEFAULT-VALUE}).")
    private String trustDomain = "cluster.local";

    @Option(
            names = "--mesh",
            paramLabel = "auto|sidecar|ambient|none",
            defaultValue = "auto",
            description = {
                "How pods are part of Istio's mesh (default: ${DEFAULT-VALUE}):",
                "auto     ambient as soon as a namespace is labelled so, else sidecar",
                "sidecar  each pod has an istio-proxy",
                "ambient  the nodes take the traffic, waypoints look into it",
                "none     Istio is left alone"
            })
    private MeshSettings.Choice mesh = MeshSettings.Choice.AUTO;

    @Option(names = "--create-peer-authentication", description = "Make mutual TLS strict at the tools' workloads.")
    private boolean strictMtls;

    @Option(
            names = "--network-policies",
            description = "The cluster's network enforces NetworkPolicies: close the tools' own ports with them.")
    private boolean networkPolicies;

    @Option(
            names = "--webhook-service",
            paramLabel = "NAME",
            description = "Serve the webhooks behind this Service of the operator's namespace (default: serve none).")
    private @Nullable String webhookService;

    @Option(
            names = "--webhook-listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            defaultValue = "0.0.0.0:9443",
            description = "Where the webhooks listen (default: ${DEFAULT-VALUE}).")
    private HostPort webhookListen = new HostPort("0.0.0.0", 9443);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private AdminArguments admin;

    @Option(
            names = "--leader-election",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "true",
            description = "Of several replicas let one act, by a Lease (default: ${DEFAULT-VALUE}).")
    private boolean leaderElection = true;

    private volatile @Nullable Operator running;

    @Override
    public Integer call() throws IOException, InterruptedException {
        KubernetesClient client = client();
        PrintWriter err = spec.commandLine().getErr();
        try (Metrics metrics = new Metrics();
                AdminServer server =
                        AdminServer.start(admin.listen().socketAddress(), metrics, List.of(this::missing))) {
            err.println("admin on " + server.address().getHostString() + ":"
                    + server.address().getPort());
            Operator operator = start(client);
            running = operator;
            Servers.serve(operator::close, () -> ready(operator, err));
        }
        return ExitCodes.OK;
    }

    private static void ready(Operator operator, PrintWriter err) {
        InetSocketAddress webhooks = operator.webhookAddress();
        if (webhooks != null) {
            err.println("webhooks on " + webhooks.getHostString() + ":" + webhooks.getPort());
        }
        err.println("the operator runs");
    }

    private String missing() {
        Operator operator = running;
        return operator == null ? "the operator has not seen the cluster yet" : operator.notReady();
    }

    private Operator start(KubernetesClient client) throws IOException {
        try {
            return Operator.start(
                    settings(), client, identity(), () -> Runtime.getRuntime().halt(ExitCodes.CANNOT));
        } catch (IllegalStateException e) {
            throw new CannotDo(String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            throw new CannotDo("the API server cannot be used: " + e.getMessage());
        }
    }

    private OperatorSettings settings() {
        String service = webhookService;
        return new OperatorSettings(
                namespace,
                new HashSet<>(watch),
                proxyImage,
                agentImage,
                new MeshSettings(mesh, trustDomain, strictMtls, networkPolicies),
                leaderElection,
                LeaseTiming.DEFAULT,
                service == null
                        ? null
                        : new WebhookSettings(
                                webhookListen.socketAddress(), CertificateSettings.ofService(namespace, service)));
    }

    private KubernetesClient client() {
        Path path = kubeconfig;
        if (path == null) {
            return new KubernetesClientBuilder().build();
        }
        if (!Files.exists(path)) {
            throw new CannotDo("there is no file `" + path + "`");
        }
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(path.toFile()))
                .build();
    }

    /** In a cluster the host's name is the pod's. */
    private static String identity() {
        String host = System.getenv("HOSTNAME");
        return host == null || host.isBlank() ? "omnia-operator-" + UUID.randomUUID() : host;
    }
}
