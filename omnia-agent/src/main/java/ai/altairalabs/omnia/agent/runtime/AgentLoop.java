package ai.altairalabs.omnia.agent.runtime;

import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.runtime.TurnOutcome.Code;
import ai.altairalabs.omnia.agent.tools.RequestContext;
import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.agent.tools.ToolResult;
import ai.altairalabs.omnia.agent.tools.Toolbox;
import ai.altairalabs.omnia.agent.tools.Toolbox.Lookup;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a user: asks the model, calls the tools that it asks for, and asks again, until it answers in words.
 *
 * <p>The model is offered only what a policy allows. What it asks for beyond that goes to the door all the same: the
 * door refuses, records it, and its reason is what the model reads. Safe for use by several threads.
 */
public final class AgentLoop {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);

    private final ModelProvider model;
    private final Supplier<ToolOffer> offers;
    private final ToolClient tools;
    private final SystemMessage systemPrompt;
    private final RuntimeLimits limits;
    private final Set<String> notesSaid = ConcurrentHashMap.newKeySet();

    /**
     * A loop.
     *
     * @param offers asked anew before each request to the model, so that a changed policy counts at once
     */
    public AgentLoop(
            ModelProvider model,
            Supplier<ToolOffer> offers,
            ToolClient tools,
            String systemPrompt,
            RuntimeLimits limits) {
        this.model = model;
        this.offers = offers;
        this.tools = tools;
        this.systemPrompt = SystemMessage.from(systemPrompt);
        this.limits = limits;
    }

    /**
     * Answers the last message of a conversation. Blocks until the turn has ended.
     *
     * @param conversation ends with a message of the user
     * @throws InterruptedException nobody waits for the answer any more
     */
    public TurnOutcome run(List<ChatMessage> conversation, RequestContext context, TurnEvent.Listener listener)
            throws InterruptedException {
        Turn turn = new Turn(conversation, context, listener);
        try {
            return turn.run();
        } catch (TurnFailure failure) {
            return failure.outcome;
        }
    }

    /** One turn and what it has gathered. */
    private final class Turn {
        private final List<ChatMessage> messages = new ArrayList<>();
        private final List<ChatMessage> added = new ArrayList<>();
        private final RequestContext context;
        private final TurnEvent.Listener listener;
        private final StringBuilder content = new StringBuilder();
        private final long deadline = System.nanoTime() + limits.turn().toNanos();
        private @Nullable TokenUsage usage = new TokenUsage(0, 0, 0);
        private int chars;

        Turn(List<ChatMessage> conversation, RequestContext context, TurnEvent.Listener listener) {
            messages.add(systemPrompt);
            messages.addAll(conversation);
            this.context = context;
            this.listener = listener;
        }

        TurnOutcome run() throws InterruptedException, TurnFailure {
            for (int round = 0; round <= limits.toolRounds(); round++) {
                ToolOffer offer = offers.get();
                say(offer.toolbox().notes());
                ChatResponse response = ask(offer);
                AiMessage answer = response.aiMessage();
                count(response.tokenUsage());
                add(answer);
                if (!answer.hasToolExecutionRequests()) {
                    return new TurnOutcome.Answered(content.toString(), added, usage);
                }
                if (round < limits.toolRounds()) {
                    callAll(answer.toolExecutionRequests(), offer.toolbox());
                }
            }
            throw new TurnFailure(
                    Code.TOO_MANY_TOOL_ROUNDS,
                    "the agent asked for tools more than " + limits.toolRounds() + " times in a row and was stopped");
        }

        private ChatResponse ask(ToolOffer offer) throws InterruptedException, TurnFailure {
            ChatRequest request = ChatRequest.builder()
                    .messages(List.copyOf(messages))
                    .toolSpecifications(ToolSpecifications.of(offer))
                    .build();
            boolean began = false;
            try (ModelCall call = ModelCall.start(model.chat(), request)) {
                while (true) {
                    switch (call.next(remaining())) {
                        case ModelCall.Piece.Text(String text) -> {
                            grow(text.length());
                            String piece = !began && !content.isEmpty() ? "\n\n" + text : text;
                            began = true;
                            content.append(piece);
                            listener.on(new TurnEvent.Chunk(piece));
                        }
                        case ModelCall.Piece.Arguments(int size) -> grow(size);
                        case ModelCall.Piece.Complete(ChatResponse response) -> {
                            return response;
                        }
                        case ModelCall.Piece.Broken(Throwable cause) -> {
                            LOG.warn("the model `{}` did not answer: {}", model.model(), ModelFailure.reason(cause));
                            throw new TurnFailure(Code.MODEL_ERROR, "the model could not answer");
                        }
                        case null -> throw tooSlow();
                    }
                }
            }
        }

        private void callAll(List<ToolExecutionRequest> requests, Toolbox toolbox)
                throws InterruptedException, TurnFailure {
            int made = 0;
            for (ToolExecutionRequest request : requests) {
                remaining();
                String id =
                        request.id() == null || request.id().isEmpty() ? "call-" + (added.size() + 1) : request.id();
                ObjectNode arguments = arguments(request);
                JsonNode shown = arguments == null ? Json.of(request.arguments()) : arguments;
                listener.on(new TurnEvent.Called(id, request.name(), shown));
                ToolResult result = made++ < limits.callsPerRound()
                        ? call(request.name(), arguments, toolbox)
                        : new ToolResult.NotCalled("too-many-calls", "too many tools were asked for at once");
                listener.on(new TurnEvent.Returned(id, result));
                add(ToolExecutionResultMessage.builder()
                        .id(id)
                        .toolName(request.name())
                        .text(result.forModel())
                        .isError(result instanceof ToolResult.Problem)
                        .build());
            }
        }

        private ToolResult call(String name, @Nullable ObjectNode arguments, Toolbox toolbox)
                throws InterruptedException {
            if (arguments == null) {
                return new ToolResult.NotCalled("bad-arguments", "the arguments must be one JSON object");
            }
            return switch (toolbox.find(name)) {
                case Lookup.Served(Toolbox.ServedTool tool) ->
                    tools.call(tool, arguments, context).result();
                case Lookup.Unserved(String message) -> new ToolResult.Unserved(message);
                case Lookup.Unknown() -> new ToolResult.NotCalled("unknown-tool", "there is no tool `" + name + "`");
            };
        }

        private void add(ChatMessage message) {
            messages.add(message);
            added.add(message);
        }

        private void count(@Nullable TokenUsage spent) {
            usage = usage == null || spent == null ? null : usage.add(spent);
        }

        private void grow(int size) throws TurnFailure {
            chars += size;
            if (chars > limits.answerChars()) {
                throw new TurnFailure(Code.ANSWER_TOO_LONG, "the model's answer was too long");
            }
        }

        private Duration remaining() throws TurnFailure {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                throw tooSlow();
            }
            return left;
        }

        private TurnFailure tooSlow() {
            return new TurnFailure(
                    Code.TIMEOUT,
                    "the agent did not answer within " + limits.turn().toSeconds() + " s");
        }
    }

    private static @Nullable ObjectNode arguments(ToolExecutionRequest request) {
        String text = request.arguments();
        return text == null || text.isBlank() ? Json.object() : Json.parseObject(text);
    }

    private void say(List<String> notes) {
        for (String note : notes) {
            if (notesSaid.add(note)) {
                LOG.info("{}", note);
            }
        }
    }

    /** Ends a turn from within. */
    private static final class TurnFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient TurnOutcome.Failed outcome;

        TurnFailure(Code code, String message) {
            super(message, null, false, false);
            outcome = new TurnOutcome.Failed(code, message);
        }
    }
}
