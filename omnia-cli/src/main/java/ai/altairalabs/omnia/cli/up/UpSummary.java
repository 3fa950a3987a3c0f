package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.cli.Count;
import ai.altairalabs.omnia.cli.state.UpState;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.net.InetSocketAddress;
import java.util.Map;

/** What {@code up} says when it has started: what runs, and where to send what. */
final class UpSummary {
    private UpSummary() {}

    static String of(PolicySource policies, Agents agents, Doors doors, UpState state) {
        PolicySet set = policies.current();
        StringBuilder out = new StringBuilder();
        for (Problem problem : set.problems()) {
            out.append(problem.render()).append("\n\n");
        }
        for (RunningAgent agent : agents.running()) {
            out.append("agent ").append(agent.runtime().name()).append('\n');
            for (Map.Entry<FacadeType, InetSocketAddress> facade :
                    agent.server().addresses().entrySet()) {
                String address = Addresses.reachable(facade.getValue()).toString();
                switch (facade.getKey()) {
                    case WEBSOCKET -> line(out, "websocket", "ws://" + address + "/ws");
                    case REST -> line(out, "chat completions", "http://" + address + "/v1/chat/completions");
                    case A2A, MCP -> {}
                }
            }
        }
        for (Doors.Open door : doors.open()) {
            out.append("door of registry ").append(door.registry()).append('\n');
            line(out, "stands for", door.origin().toString());
            line(out, "listens on", door.url().toString());
            if (!door.upstream().equals(door.origin())) {
                line(out, "passes on to", door.upstream().toString());
            }
        }
        out.append("admin ").append(state.admin()).append('\n');
        out.append(Count.of(set.agentPolicies().size(), "AgentPolicy"))
                .append(", ")
                .append(Count.of(set.toolPolicies().size(), "ToolPolicy"))
                .append(" in force, revision ")
                .append(set.revision());
        long errors = set.problems().stream().filter(Problem::isError).count();
        if (errors > 0) {
            out.append("\nthe manifests have ")
                    .append(Count.of(errors, "error"))
                    .append(": what the faulty ones guard stays closed");
        }
        return out.append('\n').toString();
    }

    private static void line(StringBuilder out, String what, String where) {
        out.append("  ")
                .append(what)
                .repeat(' ', Math.max(1, 18 - what.length()))
                .append(where)
                .append('\n');
    }
}
