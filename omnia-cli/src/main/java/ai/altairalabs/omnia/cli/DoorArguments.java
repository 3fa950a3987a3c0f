package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.proxy.DoorOptions;
import ai.altairalabs.omnia.cli.proxy.DoorService;
import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import ai.altairalabs.omnia.server.door.DecisionSettings;
import ai.altairalabs.omnia.server.door.Listening;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options that every command has which runs a door. */
final class DoorArguments {
    /** Comes before the address in the line that says that the door is open. */
    static final String LISTENING = "listening on ";

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private PolicyArguments policies;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "Where it takes requests (default: ${DEFAULT-VALUE}; port 0 takes a free one).")
    @SuppressWarnings("NullAway.Init")
    private HostPort listen;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private AdminArguments admin;

    @Option(
            names = "--registry",
            paramLabel = "NAME",
            description = "The ToolRegistry it guards (default: all of the namespace).")
    private @Nullable String registry;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = {"The namespace whose policies count", "(default: the only one; in a cluster the pod's own)."
            })
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
    private DoorOptions.IdentityMode identity = DoorOptions.IdentityMode.signed;

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
            defaultValue = "" + DecisionSettings.DEFAULT_MAX_BODY_BYTES,
            description = "How long a body may be that a policy reads (default: ${DEFAULT-VALUE}).")
    private int maxBodyBytes = DecisionSettings.DEFAULT_MAX_BODY_BYTES;

    /** Where each kind of door listens if nothing else is said. */
    static final class Listen implements IDefaultValueProvider {
        private static final Map<String, String> DEFAULTS =
                Map.of("proxy", "127.0.0.1:8080", "decision-point", "127.0.0.1:8181", "ext-authz", "127.0.0.1:9191");

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && option.longestName().equals("--listen")
                    ? DEFAULTS.get(argument.command().name())
                    : null;
        }
    }

    /** Where the door takes requests. */
    InetSocketAddress address() {
        return listen.socketAddress();
    }

    /**
     * Runs a door until a signal ends it.
     *
     * @param http where it speaks HTTP; null: it speaks something else
     */
    int run(DoorService.Opening opening, @Nullable Listening http, PrintWriter err)
            throws IOException, InterruptedException {
        DoorOptions options = new DoorOptions(
                policies.origin(namespace),
                registry,
                listen,
                admin.listen(),
                namespace,
                identity,
                agent,
                jwks,
                issuer,
                audience,
                unknownTool,
                maxBodyBytes);
        Preparation.awaitCore();
        try (DoorService service =
                DoorService.start(options, opening, http, address -> err.println("admin on " + address))) {
            Servers.serve(service::drain, () -> err.println(LISTENING + service.address()));
        }
        return ExitCodes.OK;
    }
}
