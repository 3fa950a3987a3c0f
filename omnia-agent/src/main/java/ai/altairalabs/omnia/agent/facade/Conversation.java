package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.facade.ContextMint.Minted;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.runtime.Sessions;
import ai.altairalabs.omnia.agent.runtime.TurnEvent;
import ai.altairalabs.omnia.agent.runtime.TurnOutcome;
import ai.altairalabs.omnia.agent.tools.RequestContext;
import ai.altairalabs.omnia.agent.tools.ToolResult;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One WebSocket of one user: one message at a time. Its fields change on the socket's event loop only. */
final class Conversation {
    private final Agent agent;
    private final Turns turns;
    private final Visitor visitor;
    private final ServerWebSocket socket;
    private final Writes writes;
    private String session = UUID.randomUUID().toString();
    private @Nullable Thread turn;

    Conversation(Agent agent, FacadeLimits limits, Turns turns, Visitor visitor, ServerWebSocket socket) {
        this.agent = agent;
        this.turns = turns;
        this.visitor = visitor;
        this.socket = socket;
        writes = new Writes(visitor.context(), limits.writeTime());
    }

    void begin() {
        socket.textMessageHandler(this::receive);
        socket.binaryMessageHandler(_ -> error("bad_message", "send text messages that hold JSON"));
        socket.exceptionHandler(this::broken);
        say("connected", Json.object().put("session_id", session));
    }

    private void broken(Throwable cause) {
        switch (cause) {
            case TooLongFrameException _ -> socket.close(WebSockets.TOO_BIG, "the message is too long");
            case CorruptedWebSocketFrameException corrupted ->
                socket.close((short) corrupted.closeStatus().code(), "this is no message");
            default -> socket.close(WebSockets.PROTOCOL_ERROR, "this is no message");
        }
    }

    /** The client is gone. */
    void ended() {
        Thread running = turn;
        if (running != null) {
            running.interrupt();
        }
    }

    void sayGoodbye() {
        visitor.context().runOnContext(_ -> socket.close(WebSockets.GOING_AWAY, "the agent is stopping"));
    }

    private void receive(String text) {
        if (!agent.clock().instant().isBefore(visitor.user().expires())) {
            error("unauthenticated", "the token has expired: connect again with a new one");
            socket.close(WebSockets.POLICY_VIOLATION, "token expired");
            return;
        }
        ObjectNode message = Json.parseObject(text);
        String content = message == null ? null : Json.text(message, "content");
        if (message == null || !"message".equals(Json.text(message, "type")) || content == null || content.isBlank()) {
            error("bad_message", "send {\"type\":\"message\",\"content\":\"…\"}");
            return;
        }
        String wanted = message.has("session_id") ? Json.text(message, "session_id") : session;
        if (wanted == null || !RequestHead.isId(wanted)) {
            error("bad_message", "a session_id is 1 to 128 letters, digits, `.`, `_` or `-`");
        } else if (turns.draining()) {
            error("not_ready", "the agent is stopping");
        } else if (turn != null) {
            error("busy", "the last message is still being answered");
        } else {
            answer(wanted, content);
        }
    }

    private void answer(String wanted, String content) {
        switch (agent.sessions().take(visitor.user().key(), wanted)) {
            case Sessions.Claim.Busy() -> error("busy", "this session is still answering another message");
            case Sessions.Claim.Full() -> error("overloaded", "too many conversations: try again soon");
            case Sessions.Claim.Taken(Sessions.Session taken) -> {
                if (!wanted.equals(session)) {
                    session = wanted;
                    say("connected", Json.object().put("session_id", session));
                }
                turn = turns.start(() -> {
                    ObjectNode last = null;
                    try (taken) {
                        last = run(taken, wanted, content);
                    } catch (RuntimeException e) {
                        last = errorMessage("internal_error", "the agent could not answer");
                        throw e;
                    } finally {
                        finish(last);
                    }
                });
            }
        }
    }

    /** The next message may come before the client has read the end of this turn, so the turn ends first. */
    private void finish(@Nullable ObjectNode last) {
        visitor.context().runOnContext(_ -> {
            turn = null;
            if (last != null && !socket.isClosed()) {
                socket.writeTextMessage(last.toString());
            }
        });
    }

    private ObjectNode run(Sessions.Session taken, String id, String content) throws InterruptedException {
        String request = UUID.randomUUID().toString();
        return switch (agent.contexts().mint(visitor.user(), id, request, visitor.traceparent())) {
            case Minted.Illegal(String message) -> errorMessage("illegal_claim", message);
            case Minted.Signed(RequestContext context) -> {
                List<ChatMessage> conversation = taken.with(UserMessage.from(content));
                yield switch (agent.loop().run(conversation, context, this::tell)) {
                    case TurnOutcome.Answered answered -> {
                        List<ChatMessage> all = new ArrayList<>(conversation);
                        all.addAll(answered.messages());
                        taken.keep(all);
                        yield message("done", Json.object().put("content", answered.content()));
                    }
                    case TurnOutcome.Failed(TurnOutcome.Code code, String message) ->
                        errorMessage(code.text(), message);
                };
            }
        };
    }

    private void tell(TurnEvent event) throws InterruptedException {
        ObjectNode message = switch (event) {
            case TurnEvent.Chunk(String text) -> message("chunk", Json.object().put("content", text));
            case TurnEvent.Called called -> {
                ObjectNode fields = Json.object().put("id", called.id()).put("name", called.name());
                fields.set("arguments", called.arguments());
                yield message("tool_call", fields);
            }
            case TurnEvent.Returned(String id, ToolResult result) -> {
                ObjectNode fields = Json.object().put("id", id);
                fields.set(result instanceof ToolResult.Problem ? "error" : "result", result.json());
                yield message("tool_result", fields);
            }
        };
        writes.await(() -> socket.writeTextMessage(message.toString()));
    }

    private static ObjectNode message(String type, ObjectNode fields) {
        ObjectNode message = Json.object().put("type", type);
        message.setAll(fields);
        return message;
    }

    private static ObjectNode errorMessage(String code, String text) {
        return message("error", Json.object().put("code", code).put("message", text));
    }

    private void say(String type, ObjectNode fields) {
        socket.writeTextMessage(message(type, fields).toString());
    }

    /** A client that goes on sending and reads nothing is let go. */
    private void error(String code, String text) {
        if (socket.writeQueueFull()) {
            socket.close(WebSockets.POLICY_VIOLATION, "too many messages");
            return;
        }
        socket.writeTextMessage(errorMessage(code, text).toString());
    }
}
