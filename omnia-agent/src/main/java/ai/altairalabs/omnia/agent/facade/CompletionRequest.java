package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.json.Json;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion as a client asks for it. What shapes the model's sampling (temperature and its kin) is the agent's
 * business and is passed over; what the agent cannot do is refused.
 *
 * @param conversation ends with a message of the user
 * @param stream whether the answer is to come in pieces
 * @param includeUsage whether a stream is to end with the tokens spent
 */
record CompletionRequest(List<ChatMessage> conversation, boolean stream, boolean includeUsage) {
    CompletionRequest {
        conversation = List.copyOf(conversation);
    }

    /** A request that cannot be answered. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        Unusable(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    static CompletionRequest of(String text, String agent) throws Unusable {
        ObjectNode body = Json.parseObject(text);
        if (body == null) {
            throw bad("the body must be one JSON object");
        }
        String model = Json.text(body, "model");
        if (!agent.equals(model)) {
            throw new Unusable(
                    404, "model_not_found", "the model `" + model + "` is not served here: use `" + agent + "`");
        }
        for (String field : List.of("tools", "functions")) {
            if (body.path(field).isArray() && !body.path(field).isEmpty()) {
                throw bad("`" + field + "` cannot be given: the agent brings its own tools and calls them itself");
            }
        }
        if (body.has("n") && !(body.get("n").isInt() && body.get("n").intValue() == 1)) {
            throw bad("`n` must be 1");
        }
        JsonNode messages = body.get("messages");
        if (messages == null || !messages.isArray()) {
            throw bad("`messages` must be a list");
        }
        List<ChatMessage> conversation = new ArrayList<>();
        for (JsonNode message : messages) {
            conversation.add(message(message, conversation.size()));
        }
        if (conversation.isEmpty() || !(conversation.getLast() instanceof UserMessage)) {
            throw bad("the last of the `messages` must have the role `user`");
        }
        return new CompletionRequest(
                conversation, flag(body, "stream"), flag(body.path("stream_options"), "include_usage"));
    }

    private static ChatMessage message(JsonNode message, int index) throws Unusable {
        String role = Json.text(message, "role");
        String content = content(message.get("content"));
        if (role == null || content == null || content.isBlank()) {
            throw bad("`messages[" + index + "]` needs a `role` and a `content` of text");
        }
        return switch (role) {
            case "user" -> UserMessage.from(content);
            case "assistant" -> AiMessage.from(content);
            case "system", "developer" -> SystemMessage.from(content);
            default ->
                throw bad("`messages[" + index + "]` has the role `" + role + "`: use `system`, `user` or `assistant`");
        };
    }

    /** A text, or a list of text parts. */
    private static @Nullable String content(@Nullable JsonNode content) {
        if (content == null || content.isString()) {
            return content == null ? null : content.stringValue();
        }
        if (!content.isArray()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            String piece = "text".equals(Json.text(part, "type")) ? Json.text(part, "text") : null;
            if (piece == null) {
                return null;
            }
            text.append(piece);
        }
        return text.toString();
    }

    private static boolean flag(JsonNode object, String field) throws Unusable {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw bad("`" + field + "` must be true or false");
        }
        return value.booleanValue();
    }

    private static Unusable bad(String message) {
        return new Unusable(400, "invalid_request", message);
    }
}
