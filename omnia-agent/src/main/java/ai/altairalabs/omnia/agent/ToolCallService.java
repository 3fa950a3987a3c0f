package ai.altairalabs.omnia.agent;

import ai.altairalabs.omnia.agent.facade.ContextMint;
import ai.altairalabs.omnia.agent.facade.ContextMint.Minted;
import ai.altairalabs.omnia.agent.facade.User;
import ai.altairalabs.omnia.agent.facade.UserVerifier;
import ai.altairalabs.omnia.agent.facade.UserVerifier.Entry;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.runtime.ToolOffer;
import ai.altairalabs.omnia.agent.tools.RequestContext;
import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.agent.tools.ToolExchange;
import ai.altairalabs.omnia.agent.tools.Toolbox.Lookup;
import ai.altairalabs.omnia.agent.tools.Toolbox.ServedTool;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls one tool for one user by the agent's own path, without a model: the token is verified, a context is signed, and the
 * call goes through the door. A tool that the agent is not offered is called as well: to say no is the door's business.
 */
public final class ToolCallService {
    private final UserVerifier users;
    private final ContextMint contexts;
    private final Supplier<ToolOffer> offers;
    private final ToolClient tools;

    ToolCallService(UserVerifier users, ContextMint contexts, Supplier<ToolOffer> offers, ToolClient tools) {
        this.users = users;
        this.contexts = contexts;
        this.offers = offers;
        this.tools = tools;
    }

    /** What became of a call. */
    public sealed interface Outcome {
        /**
         * An answer, the tool's or its door's, as it came.
         *
         * @param decisionId {@code X-Omnia-Decision-Id}; empty when there is none
         */
        record Answered(int status, String decisionId, String body) implements Outcome {}

        /** The token is no good. */
        record Unauthenticated(String message) implements Outcome {}

        /** Nothing was sent: no such tool, no JSON object, or claims that cannot travel. */
        record NotSent(String message) implements Outcome {}

        /** No whole answer came: the tool may have acted. */
        record NoAnswer(String message) implements Outcome {}
    }

    /**
     * Calls a tool. Blocks until it has answered.
     *
     * @param token the user's bearer token
     * @param tool its name
     * @param arguments a JSON object
     * @throws InterruptedException the caller gave up
     */
    public Outcome call(String token, String tool, String arguments) throws InterruptedException {
        return switch (users.verify(token)) {
            case Entry.Rejected(String message) -> new Outcome.Unauthenticated(message);
            case Entry.Admitted(User user) -> {
                ObjectNode object = Json.parseObject(arguments);
                yield object == null
                        ? new Outcome.NotSent("the arguments must be one JSON object, without a key twice")
                        : call(user, tool, object);
            }
        };
    }

    private Outcome call(User user, String name, ObjectNode arguments) throws InterruptedException {
        return switch (offers.get().toolbox().find(name)) {
            case Lookup.Unknown() -> new Outcome.NotSent("the agent's registry has no tool `" + name + "`");
            case Lookup.Unserved(String message) -> new Outcome.NotSent(message);
            case Lookup.Served(ServedTool tool) -> {
                String session = UUID.randomUUID().toString();
                String request = UUID.randomUUID().toString();
                yield switch (contexts.mint(user, session, request, null)) {
                    case Minted.Illegal(String message) -> new Outcome.NotSent(message);
                    case Minted.Signed(RequestContext context) -> outcome(tools.call(tool, arguments, context));
                };
            }
        };
    }

    private static Outcome outcome(ToolExchange exchange) {
        return switch (exchange) {
            case ToolExchange.Answered(int status, String decision, String body) ->
                new Outcome.Answered(status, decision, body);
            case ToolExchange.NotSent(String message) -> new Outcome.NotSent(message);
            case ToolExchange.NoAnswer(String message) -> new Outcome.NoAnswer(message);
        };
    }
}
