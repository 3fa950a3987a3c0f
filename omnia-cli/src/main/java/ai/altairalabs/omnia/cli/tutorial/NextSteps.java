package ai.altairalabs.omnia.cli.tutorial;

import java.io.IOException;
import java.nio.file.Path;

/** What to try while everything is left running: lines that work when they are pasted. */
final class NextSteps {
    private final World world;

    NextSteps(World world) {
        this.world = world;
    }

    void print() throws IOException, InterruptedException {
        Narrator tell = world.narrator();
        String token = world.token("team=support", "customer_id=C-42");
        Path omnia = Path.of(System.getProperty("omnia.root", "."), "omnia");
        tell.step("What to try next");
        tell.say("""
                Everything is still running. Paste these into a shell; the token counts for an hour.

                export OMNIA_HOME=%1$s
                cd %2$s
                TOKEN=%3$s

                # One tool call, refused by the policy:
                curl -s %4$s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '%5$s'

                # The agent, as any OpenAI client talks to it:
                curl -s %6$s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '%7$s'

                # The agent over WebSocket:
                npx -y wscat -c %8$s -H "Authorization: Bearer $TOKEN" -w 2 -x '%9$s'

                # Edit the policy, put it into force, look at it:
                %10$s apply -f refund-guardrails.yaml
                %10$s get toolpolicies
                %10$s logs --grep policy_decision --tail 3

                # A new token, with other claims:
                TOKEN=$(%10$s token --claim team=sales --claim customer_id=C-43)

                # The end:
                kill %11$d %12$d""".formatted(
                        world.home(),
                        world.work(),
                        token,
                        world.up().admin().resolve("/v1/calls"),
                        "{\"agent\":\"support-agent\",\"tool\":\"process_refund\","
                                + "\"arguments\":{\"order_id\":\"O-1001\",\"amount\":750,\"reason\":\"broken\"}}",
                        world.up().facade("rest").resolve("/v1/chat/completions"),
                        "{\"model\":\"support-agent\",\"messages\":[{\"role\":\"user\",\"content\":\"Refund 750 for"
                                + " O-1001 because it broke\"}]}",
                        world.up().facade("websocket").toString().replaceFirst("^http", "ws") + "/ws",
                        "{\"type\":\"message\",\"content\":\"Refund 20 for O-1001 because it is late\"}",
                        omnia,
                        world.up().pid(),
                        world.tools().pid()));
    }
}
