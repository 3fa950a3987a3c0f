package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.runtime.TurnOutcome;
import dev.langchain4j.model.output.TokenUsage;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one completion: as server-sent events while it is made, or whole at its end. On the turn's thread. */
final class CompletionAnswer {
    private final String id = "chatcmpl-" + UUID.randomUUID();
    private final String model;
    private final Instant created;
    private final boolean stream;
    private final HttpServerResponse response;
    private final Writes writes;
    private boolean begun;

    CompletionAnswer(String model, Instant created, boolean stream, HttpServerResponse response, Writes writes) {
        this.model = model;
        this.created = created;
        this.stream = stream;
        this.response = response;
        this.writes = writes;
    }

    void chunk(String text) throws InterruptedException {
        if (stream) {
            begin();
            event(piece(Json.object().put("content", text), null));
        }
    }

    void done(TurnOutcome.Answered answered, boolean includeUsage) throws InterruptedException {
        ObjectNode usage = usage(answered.usage());
        if (!stream) {
            ObjectNode message = Json.object().put("role", "assistant").put("content", answered.content());
            ObjectNode body = envelope("chat.completion", "message", message, "stop");
            if (usage != null) {
                body.set("usage", usage);
            }
            writes.await(() -> Replies.json(response, 200, body));
            return;
        }
        begin();
        event(piece(Json.object(), "stop"));
        if (includeUsage && usage != null) {
            ObjectNode last = envelope("chat.completion.chunk");
            last.set("choices", Json.array());
            last.set("usage", usage);
            event(last);
        }
        end("data: [DONE]\n\n");
    }

    void failed(TurnOutcome.Failed failed) throws InterruptedException {
        int status = switch (failed.code()) {
            case MODEL_ERROR -> 502;
            case TIMEOUT -> 504;
            case TOO_MANY_TOOL_ROUNDS, ANSWER_TOO_LONG -> 500;
        };
        ObjectNode error = Replies.openAiError(status, failed.code().text(), failed.message());
        if (begun) {
            end("data: " + error + "\n\n");
        } else {
            writes.await(() -> Replies.json(response, status, error));
        }
    }

    private void begin() throws InterruptedException {
        if (!begun) {
            begun = true;
            response.setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .putHeader("Cache-Control", "no-store");
            event(piece(Json.object().put("role", "assistant").put("content", ""), null));
        }
    }

    private void event(JsonNode data) throws InterruptedException {
        writes.await(() -> response.write("data: " + data + "\n\n"));
    }

    private void end(String last) throws InterruptedException {
        writes.await(() -> response.end(last));
    }

    private ObjectNode piece(ObjectNode delta, @Nullable String finish) {
        return envelope("chat.completion.chunk", "delta", delta, finish);
    }

    private ObjectNode envelope(String object, String part, ObjectNode content, @Nullable String finish) {
        ObjectNode choice = Json.object().put("index", 0);
        choice.set(part, content);
        choice.put("finish_reason", finish);
        ObjectNode body = envelope(object);
        body.set("choices", Json.array().add(choice));
        return body;
    }

    private ObjectNode envelope(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", model);
    }

    /** Only what the model counted: no number is better than a wrong one. */
    private static @Nullable ObjectNode usage(@Nullable TokenUsage usage) {
        if (usage == null || usage.inputTokenCount() == null || usage.outputTokenCount() == null) {
            return null;
        }
        return Json.object()
                .put("prompt_tokens", usage.inputTokenCount())
                .put("completion_tokens", usage.outputTokenCount())
                .put("total_tokens", usage.inputTokenCount() + usage.outputTokenCount());
    }
}
