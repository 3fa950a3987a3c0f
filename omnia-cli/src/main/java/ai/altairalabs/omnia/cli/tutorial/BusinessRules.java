package ai.altairalabs.omnia.cli.tutorial;

import static ai.altairalabs.omnia.cli.tutorial.Http.object;

import ai.altairalabs.omnia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps 3 and 4: a ToolPolicy that only records. */
final class BusinessRules implements Step {
    @Override
    public void run(World world) throws IOException, InterruptedException {
        Narrator tell = world.narrator();
        tell.step("Step 3: add business rules with a ToolPolicy");
        tell.say("""
                Refunds need a team, a customer, a reason, and are capped at $500. The policy starts in audit mode.""");
        world.take("refund-guardrails.yaml", "refund-guardrails.yaml");
        world.command("apply", "-f", "refund-guardrails.yaml");
        String table = world.command("get", "toolpolicies", "-n", "production");
        tell.same("the table is the tutorial's", TutorialTexts.TOOL_POLICIES_AUDIT, TutorialTexts.withoutAges(table));

        tell.step("Step 4: validate in audit mode");
        tell.say("""
                A refund of $750 breaks the rule. In audit mode it goes through and is recorded.""");
        World.Call refund = world.call(
                world.token("team=support", "customer_id=C-42"),
                "process_refund",
                object("order_id", "O-1001", "amount", 750, "reason", "broken"));
        tell.same("the refund of 750 goes through", 200, refund.status());
        tell.same("the tool saw it", "POST /v1/refund", request(refund));
        tell.same(
                "and paid it, says SQLite",
                List.of("O-1001 750 broken support"),
                world.tools().database().refunds());

        String log = world.awaitCommand("logs", "--grep", "\"wouldDeny\":true", "--tail", "1");
        tell.same("the audit line has the tutorial's fields and values", TutorialTexts.AUDIT_RECORD, firstFields(log));
    }

    private static String request(World.Call call) {
        return call.reached().size() == 1
                ? call.reached().getFirst().method() + " "
                        + call.reached().getFirst().path()
                : call.reached().toString();
    }

    /** As many fields as the tutorial shows, in their order. */
    private static String firstFields(String line) {
        int count = Json.readObject(TutorialTexts.AUDIT_RECORD).size();
        Map<String, @Nullable Object> first = new LinkedHashMap<>();
        try {
            Json.readObject(line).entrySet().stream()
                    .limit(count)
                    .forEach(field -> first.put(field.getKey(), field.getValue()));
        } catch (Json.NotJson e) {
            return line;
        }
        return Json.pretty(first);
    }
}
