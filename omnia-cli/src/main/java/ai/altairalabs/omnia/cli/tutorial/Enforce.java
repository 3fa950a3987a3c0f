package ai.altairalabs.omnia.cli.tutorial;

import static ai.altairalabs.omnia.cli.tutorial.Http.object;

import ai.altairalabs.omnia.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Step 5: the same policy refuses. */
final class Enforce implements Step {
    @Override
    public void run(World world) throws IOException, InterruptedException {
        Narrator tell = world.narrator();
        tell.step("Step 5: switch to enforce mode");
        tell.say("""
                One line of the file changes; nothing is restarted.""");
        Path file = world.work().resolve("refund-guardrails.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("(?m)^ {2}mode: audit.*$", "  mode: enforce"));
        tell.command("sed -i 's/mode: audit.*/mode: enforce/' refund-guardrails.yaml", "");
        world.command("apply", "-f", "refund-guardrails.yaml");
        String table = world.command("get", "toolpolicies", "-n", "production");
        tell.same("the table is the tutorial's", TutorialTexts.TOOL_POLICIES_ENFORCE, TutorialTexts.withoutAges(table));

        String token = world.token("team=support", "customer_id=C-42");
        World.Call tooMuch =
                world.call(token, "process_refund", object("order_id", "O-1001", "amount", 750, "reason", "broken"));
        tell.same("a refund of 750: 403", 403, tooMuch.status());
        tell.same("with exactly the tutorial's JSON", TutorialTexts.REFUSAL, pretty(tooMuch.body()));
        tell.same("and the tool saw nothing", List.of(), tooMuch.reached());

        World.Call noReason = world.call(token, "process_refund", object("order_id", "O-1001", "amount", 100));
        tell.same("a refund without a reason", "403 require-reason", noReason.refusal());
        tell.same("and the tool saw nothing", List.of(), noReason.reached());

        World.Call noTeam = world.call(
                world.token("customer_id=C-42"),
                "process_refund",
                object("order_id", "O-1001", "amount", 100, "reason", "broken"));
        tell.same("a token without a team", "403 required-claim:Team", noTeam.refusal());
        tell.same("and the tool saw nothing", List.of(), noTeam.reached());

        World.Call fine =
                world.call(token, "process_refund", object("order_id", "O-1001", "amount", 100, "reason", "scratched"));
        tell.same("a refund of 100 with a reason goes through", 200, fine.status());
        tell.same("the tool sees X-Processed-By", "support", fine.header("X-Processed-By"));
        tell.same(
                "SQLite holds the refund of step 4 and this one, no other",
                List.of("O-1001 750 broken support", "O-1001 100 scratched support"),
                world.tools().database().refunds());
    }

    private static String pretty(String body) {
        try {
            return Json.pretty(Json.readObject(body));
        } catch (Json.NotJson _) {
            return body;
        }
    }
}
