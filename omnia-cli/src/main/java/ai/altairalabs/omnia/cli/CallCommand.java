package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.admin.AdminClient;
import ai.altairalabs.omnia.cli.json.Json;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Calls one tool as an agent would. */
@Command(
        name = "call",
        description = "Call one tool through the running `omnia up`, by the same path that its agent uses.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia call --agent support-agent --tool lookup_order \\",
            "    --data '{\"order_id\":\"O-1001\"}' --as \"$TOKEN\"",
            "  omnia call --agent support-agent -n production --tool check_status \\",
            "    --data '{\"order_id\":\"O-1001\"}' --as \"$(omnia token --claim team=support)\"",
            "",
            "Exit code 0 if the tool did it, 1 if the call was refused, 2 otherwise."
        })
final class CallCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--agent", paramLabel = "A", required = true, description = "The agent that calls.")
    private String agent = "";

    @Option(names = "--tool", paramLabel = "T", required = true, description = "The tool's name.")
    private String tool = "";

    @Option(
            names = "--data",
            paramLabel = "JSON",
            required = true,
            description = "The tool's arguments, a JSON object.")
    private String data = "";

    @Option(
            names = "--as",
            paramLabel = "TOKEN",
            defaultValue = "${env:OMNIA_TOKEN}",
            description = "The user's bearer token, for example of `omnia token` (default: $OMNIA_TOKEN).")
    private @Nullable String token;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "The agent's namespace, where several have an agent of this name.")
    private @Nullable String namespace;

    @Override
    public Integer call() throws IOException {
        if (data.startsWith("@")) {
            throw new CannotDo("`--data` takes the JSON itself, no file: write `--data \"$(cat FILE)\"`");
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("agent", agent);
        if (namespace != null) {
            body.put("namespace", namespace);
        }
        body.put("tool", tool);
        try {
            body.put("arguments", Json.readObject(data));
        } catch (Json.NotJson e) {
            throw new CannotDo("`--data` must be a JSON object: " + e.getMessage());
        }
        UpState up = UpState.require(OmniaHome.ofProcess(), "");
        try (AdminClient admin = new AdminClient(up.admin())) {
            AdminClient.Answer answer = admin.post("/v1/calls", body, token);
            PrintWriter out = spec.commandLine().getOut();
            out.println(answer.status());
            out.println(answer.body());
            return switch (answer.status() / 100) {
                case 2 -> ExitCodes.OK;
                default -> answer.status() == 401 || answer.status() == 403 ? ExitCodes.NO : ExitCodes.CANNOT;
            };
        }
    }
}
