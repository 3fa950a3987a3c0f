package ai.altairalabs.omnia.agent.tools;

import ai.altairalabs.omnia.agent.json.Json;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of a tool call, as the model is told. */
public sealed interface ToolResult {
    /** The tool did it; the text is its answer. */
    record Success(String text) implements ToolResult {
        public Success {
            Objects.requireNonNull(text);
        }
    }

    /** A sign that it did not work: the model gets it as a tool error. */
    sealed interface Problem extends ToolResult {
        /** A short name of the reason; for a refusal the policy's rule. */
        String rule();

        /** What to tell the model. */
        String message();
    }

    /** A door refused the call; the tool has not seen it. */
    record Refused(String rule, String message) implements Problem {
        public Refused {
            Objects.requireNonNull(rule);
            Objects.requireNonNull(message);
        }
    }

    /**
     * The call went wrong.
     *
     * @param status the HTTP status, or 0 when no answer came
     * @param message the answer's text, or why there is none
     */
    record Failed(int status, String message) implements Problem {
        public Failed {
            Objects.requireNonNull(message);
        }

        @Override
        public String rule() {
            return "tool-failed";
        }
    }

    /** Nothing was called: there is no such tool, or the arguments are none. */
    record NotCalled(String rule, String message) implements Problem {
        public NotCalled {
            Objects.requireNonNull(rule);
            Objects.requireNonNull(message);
        }
    }

    /** The tool is registered, but this version does not serve tools of its type. */
    record Unserved(String message) implements Problem {
        public Unserved {
            Objects.requireNonNull(message);
        }

        @Override
        public String rule() {
            return "tool-unserved";
        }
    }

    /** The answer as JSON where it is JSON, else as a JSON text; for a problem {@code {"rule":…,"message":…}}. */
    default JsonNode json() {
        return switch (this) {
            case Success success -> {
                JsonNode parsed = Json.parse(success.text);
                yield parsed == null ? Json.of(success.text) : parsed;
            }
            case Problem problem -> {
                ObjectNode error = Json.object();
                error.put("rule", problem.rule()).put("message", problem.message());
                if (problem instanceof Failed(int status, String _) && status > 0) {
                    error.put("status", status);
                }
                yield error;
            }
        };
    }

    /** The text that the model reads: never empty. */
    default String forModel() {
        return switch (this) {
            case Success success -> success.text.isBlank() ? "(no content)" : success.text;
            case Problem _ -> Json.object().set("error", json()).toString();
        };
    }
}
