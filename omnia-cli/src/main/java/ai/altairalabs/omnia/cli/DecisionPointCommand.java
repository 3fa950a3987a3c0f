package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.server.door.DecisionDoor;
import ai.altairalabs.omnia.server.door.Listening;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the decision as a service that a runtime asks. */
@Command(
        name = "decision-point",
        defaultValueProvider = DoorArguments.Listen.class,
        description = {
            "Run the decision as a service, for runtimes that cannot be proxied.",
            "Each asks `POST /v1/decision` before it calls a tool, and does as the answer says.",
            "Prints `listening on HOST:PORT` to standard error when policies and keys are loaded.",
            "Audit records go to standard output."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia decision-point --policies policies/ --jwks /etc/omnia/context-keys.json",
            "  omnia decision-point --policies policies/ --listen 127.0.0.1:8181 \\",
            "    --identity jwt --issuer https://login.example.com --audience tools",
            "  curl http://127.0.0.1:8181/v1/decision -H 'Content-Type: application/json' -d \\",
            "    '{\"method\":\"POST\",\"path\":\"/v1/refund\",\"token\":\"...\",\"body\":\"{\\\"amount\\\":7}\"}'",
            "",
            "A runtime that does not ask is not guarded: use `omnia proxy` or `omnia ext-authz` where",
            "you can."
        })
final class DecisionPointCommand implements Callable<Integer> {
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
                        DecisionDoor.start(listening, settings, authenticator, policies, audit, metrics),
                listening,
                spec.commandLine().getErr());
    }
}
