package ai.altairalabs.omnia.agent.model;

import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.model.Script.Call;
import ai.altairalabs.omnia.agent.model.Script.Turn;
import ai.altairalabs.omnia.agent.model.Script.Value;
import ai.altairalabs.omnia.agent.model.Script.When;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model that follows a script. It remembers nothing: each answer follows from the messages it is given, so that the
 * same conversation always goes the same way.
 */
final class ScriptPlayer implements StreamingChatModel {
    private static final Pattern WORD = Pattern.compile("\\S+\\s*|\\s+");
    private static final String NOTHING_TO_SAY = "My script has no answer to that.";

    private final Script script;

    ScriptPlayer(Script script) {
        this.script = script;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        AiMessage answer = answer(request);
        String text = answer.text();
        if (text != null) {
            WORD.matcher(text).results().forEach(word -> handler.onPartialResponse(word.group()));
        }
        FinishReason reason = answer.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP;
        handler.onCompleteResponse(
                ChatResponse.builder().aiMessage(answer).finishReason(reason).build());
    }

    private AiMessage answer(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        String asked = "";
        int allResults = 0;
        List<ToolExecutionResultMessage> results = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof UserMessage user) {
                asked = user.hasSingleText() ? user.singleText() : "";
                results.clear();
            } else if (message instanceof ToolExecutionResultMessage result) {
                results.add(result);
                allResults++;
            }
        }
        for (Turn turn : script.turns()) {
            ObjectNode match = match(turn.when(), asked);
            if (match != null) {
                return play(turn, new Scene(asked, match, results), request, "call-" + (allResults + 1));
            }
        }
        return AiMessage.from(NOTHING_TO_SAY);
    }

    private static AiMessage play(Turn turn, Scene scene, ChatRequest request, String callId) {
        if (scene.failed()) {
            return AiMessage.from(turn.onError().text(scene));
        }
        if (scene.results.size() >= turn.calls().size()) {
            return AiMessage.from(turn.say().text(scene));
        }
        Call call = turn.calls().get(scene.results.size());
        boolean offered = request.toolSpecifications() != null
                && request.toolSpecifications().stream()
                        .anyMatch(tool -> tool.name().equals(call.tool()));
        if (!offered && !call.force()) {
            return AiMessage.from(turn.onError().text(scene.without(call.tool())));
        }
        return AiMessage.from(ToolExecutionRequest.builder()
                .id(callId)
                .name(call.tool())
                .arguments(json(new Value.Fields(call.arguments()), scene).toString())
                .build());
    }

    /** The groups of the match, or null when the turn does not fit. */
    private static @Nullable ObjectNode match(When when, String message) {
        ObjectNode groups = Json.object();
        return switch (when) {
            case When.Always _ -> groups;
            case When.Contains contains ->
                message.toLowerCase(Locale.ROOT).contains(contains.text().toLowerCase(Locale.ROOT)) ? groups : null;
            case When.Matches matches -> {
                Matcher matcher = matches.pattern().matcher(message);
                if (!matcher.find()) {
                    yield null;
                }
                for (int i = 0; i <= matcher.groupCount(); i++) {
                    groups.put(String.valueOf(i), matcher.group(i));
                }
                for (String name : matcher.namedGroups().keySet()) {
                    groups.put(name, matcher.group(name));
                }
                yield groups;
            }
        };
    }

    private static JsonNode json(Value value, Scene scene) {
        return switch (value) {
            case Value.Text text -> text.template().value(scene);
            case Value.Plain plain -> Json.of(plain.value());
            case Value.Items items -> {
                ArrayNode array = Json.array();
                items.items().forEach(item -> array.add(json(item, scene)));
                yield array;
            }
            case Value.Fields fields -> {
                ObjectNode object = Json.object();
                for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                    object.set(field.getKey(), json(field.getValue(), scene));
                }
                yield object;
            }
        };
    }

    /** What has happened since the user's last message. */
    private static final class Scene implements Template.Scope {
        private final String message;
        private final ObjectNode match;
        private final List<ToolExecutionResultMessage> results;
        private final @Nullable JsonNode error;

        Scene(String message, ObjectNode match, List<ToolExecutionResultMessage> results) {
            this(message, match, results, errorOf(results));
        }

        private Scene(
                String message, ObjectNode match, List<ToolExecutionResultMessage> results, @Nullable JsonNode error) {
            this.message = message;
            this.match = match;
            this.results = results;
            this.error = error;
        }

        Scene without(String tool) {
            ObjectNode missing = Json.object();
            missing.put("rule", "not-offered").put("message", "I am not given the tool " + tool);
            return new Scene(message, match, results, missing);
        }

        boolean failed() {
            return error != null;
        }

        @Override
        public @Nullable JsonNode root(String name) {
            return switch (name) {
                case "message" -> Json.of(message);
                case "match" -> match;
                case "result" ->
                    results.isEmpty() ? null : parsed(results.getLast().text());
                case "error" -> error;
                default -> null;
            };
        }

        private static JsonNode parsed(String text) {
            JsonNode json = Json.parse(text);
            return json == null ? Json.of(text) : json;
        }

        private static @Nullable JsonNode errorOf(List<ToolExecutionResultMessage> results) {
            if (results.isEmpty() || !Boolean.TRUE.equals(results.getLast().isError())) {
                return null;
            }
            JsonNode error = parsed(results.getLast().text()).get("error");
            return error == null ? Json.of(Map.of("message", results.getLast().text())) : error;
        }
    }
}
