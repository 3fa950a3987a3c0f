package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.server.door.ExtAuthzDoor;
import ai.altairalabs.omnia.server.door.Listening;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the decision as an external authorizer of Envoy. */
@Command(
        name = "ext-authz",
        defaultValueProvider = DoorArguments.Listen.class,
        description = {
            "Run the decision as Envoy's external authorizer (gRPC, envoy.service.auth.v3).",
            "Envoy holds each request and passes it on, with the headers that the policies want, or refuses it.",
            "For Envoy, Istio (action CUSTOM) and Envoy Gateway.",
            "Prints `listening on HOST:PORT` to standard error when policies and keys are loaded.",
            "Audit records go to standard output."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia ext-authz --policies policies/ --jwks /etc/omnia/context-keys.json",
            "  omnia ext-authz --policies policies/ --listen 0.0.0.0:9191 \\",
            "    --identity jwt --issuer https://login.example.com --audience tools",
            "  omnia ext-authz --policies policies/ --identity headers",
            "",
            "Envoy must send raw headers and the body: see examples/envoy. Without --tls-cert keep it on",
            "loopback or behind a mesh."
        })
final class ExtAuthzCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private DoorArguments door;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TlsArguments tls;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Listening listening = tls.listening(door.address());
        return door.run(
                (settings, authenticator, policies, audit, metrics) ->
                        ExtAuthzDoor.start(listening, settings, authenticator, policies, audit, metrics),
                null,
                spec.commandLine().getErr());
    }
}
