package ai.altairalabs.omnia.cli.tutorial;

import static ai.altairalabs.omnia.cli.tutorial.Http.object;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Step 2: claims of the user's token travel. */
final class MapClaims implements Step {
    private static final String TEAM = "X-Omnia-Claim-Team";
    private static final String CUSTOMER = "X-Omnia-Claim-Customer-Id";

    @Override
    public void run(World world) throws IOException, InterruptedException {
        Narrator tell = world.narrator();
        tell.step("Step 2: map JWT claims for user identity");
        tell.say("""
                The policy now also maps the claims team and customer_id of the user's token to headers.""");
        world.take("support-agent-policy.yaml", "support-agent-policy.yaml");
        world.command("apply", "-f", "support-agent-policy.yaml");
        Map<String, Object> order = object("order_id", "O-1001");

        tell.say("TOKEN=$(omnia token --subject alice --claim team=support --claim customer_id=C-42)");
        World.Call mapped = world.call(world.token("team=support", "customer_id=C-42"), "lookup_order", order);
        tell.same("the call goes through", 200, mapped.status());
        tell.same("the tool received " + TEAM, "support", mapped.header(TEAM));
        tell.same("the tool received " + CUSTOMER, "C-42", mapped.header(CUSTOMER));
        tell.same("the tool did not receive the user's token", "(absent)", mapped.header("Authorization"));

        tell.say("""

                A client that writes these headers itself gets nowhere.""");
        World.Call forged = world.call(world.token(), "lookup_order", order, TEAM, "admin", CUSTOMER, "C-1");
        tell.same("a token without the claims, with forged headers: the call goes through", 200, forged.status());
        tell.same("but the tool received no " + TEAM, "(absent)", forged.header(TEAM));
        tell.same("and no " + CUSTOMER, "(absent)", forged.header(CUSTOMER));
        World.Call direct = world.atTheDoor(
                "/v1/orders/lookup", order, "X-Omnia-Agent-Name", World.AGENT, TEAM, "admin", CUSTOMER, "C-1");
        tell.same("forged headers straight at the door, without a signed context: 401", 401, direct.status());
        tell.same("and the tool saw nothing", List.of(), direct.reached());

        World.Call nobody = world.call("", "lookup_order", order);
        tell.same("without a token: 401", 401, nobody.status());
        tell.same("and the tool saw nothing", List.of(), nobody.reached());
        Http.Answer chat = world.http()
                .post(
                        world.up().facade("rest").resolve("/v1/chat/completions"),
                        Conversation.request("Please look up O-1001"));
        tell.same("without a token the agent does not talk either: 401", 401, chat.status());
    }
}
