package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.facade.ContextMint.Minted;
import ai.altairalabs.omnia.agent.facade.UserVerifier.Entry;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.agent.tools.ToolExchange;
import ai.altairalabs.omnia.agent.tools.Toolbox.Lookup;
import ai.altairalabs.omnia.agent.tools.Toolbox.ServedTool;
import ai.altairalabs.omnia.core.problem.Words;
import ai.altairalabs.omnia.server.admin.AdminHandler;
import ai.altairalabs.omnia.server.admin.AdminRequest;
import ai.altairalabs.omnia.server.admin.AdminResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/calls}: one tool call for a user, by the path that the runtime uses: the token is verified, its claims
 * are mapped and signed, and the door decides.
 */
final class Calls implements AdminHandler {
    private final Agents agents;
    private final ToolClient tools;

    Calls(Agents agents, ToolClient tools) {
        this.agents = agents;
        this.tools = tools;
    }

    @Override
    public AdminResponse handle(AdminRequest request) throws InterruptedException {
        ObjectNode body = Json.parseObject(request.body());
        String name = body == null ? null : Json.text(body, "agent");
        String tool = body == null ? null : Json.text(body, "tool");
        if (body == null || name == null || tool == null || !(body.get("arguments") instanceof ObjectNode arguments)) {
            return error(400, "malformed_request", "send {\"agent\":…,\"tool\":…,\"arguments\":{…}}");
        }
        List<RunningAgent> named = named(name, Json.text(body, "namespace"));
        if (named.size() != 1) {
            return named.isEmpty()
                    ? error(404, "not_found", "there is no agent `" + name + "`" + meant(name, agentNames()))
                    : error(400, "malformed_request", "several namespaces have an agent `" + name + "`: name one");
        }
        RunningAgent agent = named.getFirst();
        String token = bearer(request.headers().get("authorization"));
        if (token == null) {
            return error(401, "unauthenticated", "send a bearer token");
        }
        return switch (agent.users().verify(token)) {
            case Entry.Rejected(String message) -> error(401, "unauthenticated", message);
            case Entry.Admitted(var user) -> {
                String session = UUID.randomUUID().toString();
                String id = UUID.randomUUID().toString();
                yield switch (agent.contexts()
                        .mint(user, session, id, request.headers().get("traceparent"))) {
                    case Minted.Illegal(String message) -> error(400, "illegal_claim", message);
                    case Minted.Signed(var context) ->
                        switch (agent.toolbox().get().find(tool)) {
                            case Lookup.Served(var served) -> answer(tools.call(served, arguments, context));
                            case Lookup.Unserved(String message) -> error(404, "not_served", message);
                            case Lookup.Unknown() ->
                                error(
                                        404,
                                        "not_found",
                                        "agent `" + name + "` has no tool `" + tool + "`"
                                                + meant(tool, toolNames(agent)));
                        };
                };
            }
        };
    }

    private List<String> agentNames() {
        return agents.running().stream()
                .map(agent -> agent.runtime().name().name())
                .toList();
    }

    private static List<String> toolNames(RunningAgent agent) {
        return agent.toolbox().get().served().stream().map(ServedTool::name).toList();
    }

    private static String meant(String written, List<String> known) {
        String nearest = Words.nearest(written, known);
        return nearest == null ? "" : "; did you mean `" + nearest + "`?";
    }

    private List<RunningAgent> named(String name, @Nullable String namespace) {
        return agents.running().stream()
                .filter(agent -> agent.runtime().name().name().equals(name))
                .filter(agent ->
                        namespace == null || agent.runtime().name().namespace().equals(namespace))
                .toList();
    }

    private static AdminResponse answer(ToolExchange exchange) {
        return switch (exchange) {
            case ToolExchange.Answered(int status, String decisionId, String body) ->
                new AdminResponse(
                        status,
                        decisionId.isEmpty()
                                ? Map.of("Content-Type", "application/json")
                                : Map.of("Content-Type", "application/json", "X-Omnia-Decision-Id", decisionId),
                        body);
            case ToolExchange.NotSent(String message) -> error(400, "not_sent", message);
            case ToolExchange.NoAnswer(String message) -> error(502, "upstream_unreachable", message);
        };
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        String token = authorization.substring(7).strip();
        return token.isEmpty() ? null : token;
    }

    private static AdminResponse error(int status, String code, String message) {
        return AdminResponse.json(
                status, Json.object().put("error", code).put("message", message).toString());
    }
}
