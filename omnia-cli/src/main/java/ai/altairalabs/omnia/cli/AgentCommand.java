package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.up.AgentOptions;
import ai.altairalabs.omnia.cli.up.AgentProcess;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private PolicyArguments policies;

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

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FacadeArguments facades;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private AdminArguments admin;

    @Override
    public Integer call() throws IOException, InterruptedException {
        AgentOptions options = new AgentOptions(
                policies.origin(namespace),
                new ResourceName(namespace, name),
                contextKey,
                script,
                facades.host(),
                facades.anyPort(),
                admin.listen());
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
