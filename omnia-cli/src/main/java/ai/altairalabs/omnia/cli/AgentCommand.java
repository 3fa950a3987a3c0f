package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.proxy.PolicyOrigin;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.up.AgentOptions;
import ai.altairalabs.omnia.cli.up.AgentProcess;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one agent. */
@Command(
        name = "agent",
        description = {
            "Run one agent, facade and runtime: what the operator starts in a pod.",
            "Tools are called at their endpoints; the doors stand before the tools."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia agent --policies kubernetes --namespace production --name support-agent \\",
            "    --context-key /etc/omnia/context-key/key.jwk --facade-listen 0.0.0.0",
            "  omnia agent --policies manifests/ --namespace production --name support-agent \\",
            "    --context-key key.jwk",
            "",
            "Its model is an OpenAI-compatible endpoint: set OPENAI_MODEL, OPENAI_API_KEY and",
            "OPENAI_BASE_URL."
        })
final class AgentCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--policies",
            paramLabel = "PATH",
            required = true,
            description = {
                "Manifests, watched: a file or directory. May be repeated.",
                "`kubernetes`: those of one namespace of the cluster."
            })
    private List<Path> policies = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = {
                "How to reach the cluster with `--policies kubernetes`",
                "(default: the pod's service account, else as kubectl)."
            })
    private @Nullable Path kubeconfig;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            defaultValue = "default",
            description = "The agent's namespace (default: ${DEFAULT-VALUE}).")
    private String namespace = "default";

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "The AgentRuntime's name.")
    private String name = "";

    @Option(
            names = "--context-key",
            paramLabel = "FILE",
            required = true,
            description = "The private key that signs contexts: an Ed25519 key as JWK.")
    @SuppressWarnings("NullAway.Init")
    private Path contextKey;

    @Option(names = "--script", paramLabel = "FILE", description = "A script that stands in for the model.")
    private @Nullable Path script;

    @Option(
            names = "--facade-listen",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address of the facades; their ports stand in the manifest (default: ${DEFAULT-VALUE}).")
    private String facadeHost = "127.0.0.1";

    @Option(
            names = "--admin-listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            defaultValue = "127.0.0.1:9090",
            description = "/livez, /readyz and /metrics (default: ${DEFAULT-VALUE}; port 0 takes a free one).")
    private HostPort admin = new HostPort("127.0.0.1", 9090);

    @Override
    public Integer call() throws IOException, InterruptedException {
        AgentOptions options = new AgentOptions(
                PolicyOrigin.of(policies, kubeconfig, namespace),
                new ResourceName(namespace, name),
                contextKey,
                script,
                facadeHost,
                admin);
        PrintWriter err = spec.commandLine().getErr();
        AgentProcess process = AgentProcess.start(options, OmniaHome.ofProcess(), System.getenv());
        Servers.serve(process::drain, () -> {
            err.println("admin on " + process.admin());
            process.facades().forEach(err::println);
            err.println("serving agent `" + options.agent() + "`");
        });
        return ExitCodes.OK;
    }
}
