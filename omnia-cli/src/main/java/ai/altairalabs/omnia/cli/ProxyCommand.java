package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.server.door.DoorSettings;
import ai.altairalabs.omnia.server.door.Listening;
import ai.altairalabs.omnia.server.door.ProxyDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one door in front of one tool service. */
@Command(
        name = "proxy",
        defaultValueProvider = DoorArguments.Listen.class,
        description = {
            "Run one door in front of one tool service.",
            "The policies decide on every request before it is passed on.",
            "Prints `listening on HOST:PORT` to standard error when policies and keys are loaded.",
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
            "X-Omnia-Tool-Registry, and a call that lacks one of them is refused."
        })
final class ProxyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            required = true,
            converter = Urls.class,
            description = "The tool service: http://HOST:PORT or https://HOST:PORT.")
    @SuppressWarnings("NullAway.Init")
    private URI upstream;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private DoorArguments door;

    @Override
    public Integer call() throws IOException, InterruptedException {
        InetSocketAddress address = door.address();
        return door.run(
                (settings, authenticator, policies, audit, metrics) -> ProxyDoor.start(
                        DoorSettings.of(address, upstream, settings.namespace()).withDecision(settings),
                        authenticator,
                        policies,
                        audit,
                        metrics),
                Listening.plain(address),
                spec.commandLine().getErr());
    }
}
