package ai.altairalabs.omnia.agent.tools;

import ai.altairalabs.omnia.agent.json.Json;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** What came back from one call through a door, untouched. */
public sealed interface ToolExchange {
    /**
     * An answer, the tool's or the door's.
     *
     * @param status the HTTP status
     * @param decisionId {@code X-Omnia-Decision-Id}; empty when there is none
     * @param body as text, at most {@link ToolClient#MAX_ANSWER_BYTES}
     */
    record Answered(int status, String decisionId, String body) implements ToolExchange {
        public Answered {
            Objects.requireNonNull(decisionId);
            Objects.requireNonNull(body);
        }
    }

    /** Nothing was sent: no request can be made of these arguments, or no door stands in front of the tool. */
    record NotSent(String message) implements ToolExchange {
        public NotSent {
            Objects.requireNonNull(message);
        }
    }

    /** It was sent, or tried to be, and no whole answer came: the tool may have acted. */
    record NoAnswer(String message) implements ToolExchange {
        public NoAnswer {
            Objects.requireNonNull(message);
        }
    }

    /** What the model is told of it. */
    default ToolResult result() {
        return switch (this) {
            case Answered(int status, String _, String body)
            when status >= 200 && status < 300 -> new ToolResult.Success(body);
            case Answered(int status, String _, String body) -> refusalOrFailure(status, body);
            case NotSent notSent -> new ToolResult.NotCalled("not-sent", notSent.message);
            case NoAnswer none -> new ToolResult.Failed(0, none.message);
        };
    }

    private static ToolResult refusalOrFailure(int status, String body) {
        ObjectNode error = status == 403 ? Json.parseObject(body) : null;
        if (error != null && "policy_denied".equals(Json.text(error, "error"))) {
            String rule = Json.text(error, "rule");
            String message = Json.text(error, "message");
            if (rule != null && message != null) {
                return new ToolResult.Refused(rule, message);
            }
        }
        return new ToolResult.Failed(status, body.isBlank() ? "the tool answered with status " + status : body);
    }
}
