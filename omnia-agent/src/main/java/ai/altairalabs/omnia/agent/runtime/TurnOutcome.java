package ai.altairalabs.omnia.agent.runtime;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a turn ended. */
public sealed interface TurnOutcome {
    /**
     * The agent answered.
     *
     * @param content the whole text, as it was streamed
     * @param messages what the turn adds to the conversation after the user's message
     * @param usage all tokens of the turn; null when the model does not count them
     */
    record Answered(
            String content,
            List<ChatMessage> messages,
            @Nullable TokenUsage usage) implements TurnOutcome {
        public Answered {
            Objects.requireNonNull(content);
            messages = List.copyOf(messages);
        }
    }

    /**
     * The agent could not answer; the conversation stays as it was before the turn.
     *
     * @param code a short stable name
     * @param message for the user
     */
    record Failed(Code code, String message) implements TurnOutcome {
        public Failed {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
        }
    }

    /** Why a turn failed. */
    enum Code {
        MODEL_ERROR("model_error"),
        TIMEOUT("timeout"),
        TOO_MANY_TOOL_ROUNDS("too_many_tool_rounds"),
        ANSWER_TOO_LONG("answer_too_long");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        /** As clients read it. */
        public String text() {
            return text;
        }
    }
}
