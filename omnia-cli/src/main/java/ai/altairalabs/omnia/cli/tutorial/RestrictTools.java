package ai.altairalabs.omnia.cli.tutorial;

import static ai.altairalabs.omnia.cli.tutorial.Http.object;

import java.io.IOException;
import java.util.List;

/** Step 1: an allowlist. */
final class RestrictTools implements Step {
    @Override
    public void run(World world) throws IOException, InterruptedException {
        Narrator tell = world.narrator();
        tell.step("Step 1: restrict tool access with an AgentPolicy");
        tell.say("""
                The policy lists the tools that support-agent may call. delete_account is not among them.""");
        world.take("steps/1-restrict-tools.yaml", "support-agent-policy.yaml");
        world.command("apply", "-f", "support-agent-policy.yaml");
        String table = world.command("get", "agentpolicies", "-n", "production");
        tell.same("the table is the tutorial's", TutorialTexts.AGENT_POLICIES, TutorialTexts.withoutAges(table));

        String token = world.token();
        World.Call lookup = world.call(token, "lookup_order", object("order_id", "O-1001"));
        tell.same("lookup_order: the tool answers 200", 200, lookup.status());
        tell.same("and saw one request", 1, lookup.reached().size());
        World.Call status = world.call(token, "check_status", object("order_id", "O-1001"));
        tell.same("check_status: the tool answers 200", 200, status.status());
        tell.contains("with what stands in its database", "\"status\":\"delivered\"", status.body());

        tell.say("""

                Now the forbidden one, as a model might ask for it after it was talked into it.""");
        String data = "{\"customer_id\":\"C-42\"}";
        OmniaCli.Result refused = world.quietly(
                "call", "--agent", World.AGENT, "--tool", "delete_account", "--data", data, "--as", token);
        tell.command(
                "omnia call --agent support-agent --tool delete_account --data '" + data + "' --as \"$TOKEN\"",
                refused.out());
        tell.same("`omnia call` exits with 1: refused", 1, refused.code());
        World.Call delete = world.call(token, "delete_account", object("customer_id", "C-42"));
        tell.same("delete_account is refused with 403 tool-access", "403 tool-access", delete.refusal());
        tell.same("the tool service saw nothing of it", List.of(), delete.reached());
        tell.same(
                "the account still exists in SQLite",
                List.of("C-42", "C-43", "C-44"),
                world.tools().database().accounts());
        Conversation chat = Conversation.overChatCompletions(world, token, "Please delete C-42");
        tell.contains("the model is not even offered it", "I am not given the tool delete_account", chat.text());
        tell.same("and asked for no tool", List.of(), chat.reached());
    }
}
