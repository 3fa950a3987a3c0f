package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.proxy.Proxy;
import ai.altairalabs.omnia.cli.proxy.ProxyOptions;
import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import ai.altairalabs.omnia.server.door.DoorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one door in front of one tool service. */
@Command(
        name = "proxy",
        description = {
            "Run one door in front of one tool service: the policies decide on every request before it is",
            "passed on. Prints `listening on HOST:PORT` to standard error when policies and keys are loaded.",
            "Audit records go to standard output."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia proxy --policies policies/ --upstream http://127.0.0.1:8090 \\",
            "    --identity jwt --issuer https://login.example.com --audience tools",
            "  omnia proxy --policies policies/ --upstream http://tools:8080 \\",
            "    --listen 0.0.0.0:8070 --jwks /etc/omnia/context-keys.json",
            "  omnia proxy --policies policies/ --upstream http://127.0.0.1:8090 --identity headers",
            "",
            "With no ToolRegistry among the manifests tools are identified by X-Omnia-Tool-Name and",
            "X-Omnia-Tool-Registry, and a call that lacks one of them is refused. Port 0 takes a free port."
        })
final class ProxyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--policies",
            paramLabel = "PATH",
            required = true,
            description = "Manifests, watched: a file or directory. May be repeated.")
    private List<Path> policies = List.of();

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            required = true,
            description = "The tool service: http://HOST:PORT or https://HOST:PORT.")
    @SuppressWarnings("NullAway.Init")
    private URI upstream;

    @Option(
            names = "--registry",
            paramLabel = "NAME",
            description = "The ToolRegistry it guards (default: all of the namespace).")
    private @Nullable String registry;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            defaultValue = "127.0.0.1:8080",
            description = "Where it takes requests (default: ${DEFAULT-VALUE}).")
    private HostPort listen = new HostPort("127.0.0.1", 8080);

    @Option(
            names = "--admin-listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            defaultValue = "127.0.0.1:9090",
            description = "/livez, /readyz and /metrics (default: ${DEFAULT-VALUE}).")
    private HostPort admin = new HostPort("127.0.0.1", 9090);

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = "The namespace whose policies count (default: the only one).")
    private @Nullable String namespace;

    @Option(
            names = "--identity",
            paramLabel = "MODE",
            defaultValue = "signed",
            description = {
                "How it knows who calls (default: ${DEFAULT-VALUE}):",
                "signed   what the facade signed",
                "jwt      the user's own bearer token, verified and mapped here",
                "headers  plain X-Omnia-* headers, where a mesh vouches for them"
            })
    private ProxyOptions.IdentityMode identity = ProxyOptions.IdentityMode.signed;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "The agent that calls (default: what the identity says).")
    private @Nullable String agent;

    @Option(
            names = "--jwks",
            paramLabel = "URL|FILE",
            description = {
                "Keys: the facade's in mode signed, the issuer's in mode jwt",
                "(there by default those that the issuer itself announces)."
            })
    private @Nullable String jwks;

    @Option(names = "--issuer", paramLabel = "URL", description = "What `iss` must be; required in mode jwt.")
    private @Nullable String issuer;

    @Option(names = "--audience", paramLabel = "AUD", description = "What `aud` must hold; required in mode jwt.")
    private @Nullable String audience;

    @Option(
            names = "--unknown-tool",
            paramLabel = "deny|allow",
            defaultValue = "deny",
            description = "Requests that are no registered tool's (default: ${DEFAULT-VALUE}).")
    private UnknownTool unknownTool = UnknownTool.DENY;

    @Option(
            names = "--max-body-bytes",
            paramLabel = "N",
            defaultValue = "" + DoorSettings.DEFAULT_MAX_BODY_BYTES,
            description = "How long a body may be that a policy reads (default: ${DEFAULT-VALUE}).")
    private int maxBodyBytes = DoorSettings.DEFAULT_MAX_BODY_BYTES;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ProxyOptions options = new ProxyOptions(
                policies,
                upstream,
                registry,
                listen,
                admin,
                namespace,
                identity,
                agent,
                jwks,
                issuer,
                audience,
                unknownTool,
                maxBodyBytes);
        PrintWriter err = spec.commandLine().getErr();
        Proxy proxy = Proxy.start(options, address -> err.println("admin on " + address));
        Servers.onSignal(proxy::drain);
        err.println("listening on " + proxy.address());
        Servers.waitForSignal();
        return ExitCodes.OK;
    }
}
