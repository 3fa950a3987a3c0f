package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.facade.ContextMint.Minted;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.runtime.TurnEvent;
import ai.altairalabs.omnia.agent.runtime.TurnOutcome;
import ai.altairalabs.omnia.agent.tools.RequestContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions as OpenAI's clients speak them. Each request brings its whole conversation. */
final class Completions {
    private final Agent agent;
    private final FacadeLimits limits;
    private final Turns turns;
    private final Instant started;

    Completions(Agent agent, FacadeLimits limits, Turns turns) {
        this.agent = agent;
        this.limits = limits;
        this.turns = turns;
        started = agent.clock().instant();
    }

    /** The one model that there is: the agent. */
    void models(HttpServerRequest request) {
        ObjectNode model = Json.object()
                .put("id", agent.name())
                .put("object", "model")
                .put("created", started.getEpochSecond())
                .put("owned_by", "omnia");
        ObjectNode list = Json.object().put("object", "list");
        list.set("data", Json.array().add(model));
        Replies.json(request.response(), 200, list);
        request.resume();
    }

    /** Reads the body and answers. On the request's event loop, the request paused. */
    void complete(Visitor visitor, HttpServerRequest request) {
        readBody(visitor.context(), request, body -> {
            CompletionRequest asked;
            try {
                asked = CompletionRequest.of(body, agent.name());
            } catch (CompletionRequest.Unusable e) {
                refuse(request, e.status(), e.code(), String.valueOf(e.getMessage()));
                return;
            }
            Thread turn = turns.start(() -> {
                try {
                    answer(visitor, asked, request);
                } catch (RuntimeException e) {
                    visitor.context().runOnContext(_ -> request.connection().close());
                    throw e;
                }
            });
            request.response().closeHandler(_ -> turn.interrupt());
        });
    }

    private void readBody(Context context, HttpServerRequest request, Consumer<String> whole) {
        Buffer body = Buffer.buffer();
        Vertx vertx = context.owner();
        long timer = vertx.setTimer(limits.bodyTime().toMillis(), _ -> {
            refuse(request, 408, "request_timeout", "the request came too slowly");
            request.connection().close();
        });
        request.handler(part -> {
            if (body.length() + part.length() <= limits.bodyBytes()) {
                body.appendBuffer(part);
            } else if (vertx.cancelTimer(timer)) {
                request.handler(_ -> {}).endHandler(_ -> {});
                request.response().putHeader("Connection", "close");
                refuse(request, 413, "request_too_large", "a request has at most " + limits.bodyBytes() + " bytes");
            }
        });
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.endHandler(_ -> {
            if (vertx.cancelTimer(timer)) {
                whole.accept(body.toString(StandardCharsets.UTF_8));
            }
        });
        request.resume();
    }

    private void answer(Visitor visitor, CompletionRequest asked, HttpServerRequest request)
            throws InterruptedException {
        String session = UUID.randomUUID().toString();
        Writes writes = new Writes(visitor.context(), limits.writeTime());
        switch (agent.contexts().mint(visitor.user(), session, visitor.requestId(), visitor.traceparent())) {
            case Minted.Illegal(String message) ->
                writes.await(() ->
                        Replies.json(request.response(), 400, Replies.openAiError(400, "illegal_claim", message)));
            case Minted.Signed(RequestContext context) -> {
                CompletionAnswer answer = new CompletionAnswer(
                        agent.name(), agent.clock().instant(), asked.stream(), request.response(), writes);
                TurnEvent.Listener listener = event -> {
                    if (event instanceof TurnEvent.Chunk(String text)) {
                        answer.chunk(text);
                    }
                };
                switch (agent.loop().run(asked.conversation(), context, listener)) {
                    case TurnOutcome.Answered answered -> answer.done(answered, asked.includeUsage());
                    case TurnOutcome.Failed failed -> answer.failed(failed);
                }
            }
        }
    }

    private static void refuse(HttpServerRequest request, int status, String code, String message) {
        Replies.json(request.response(), status, Replies.openAiError(status, code, message));
    }
}
