package ai.altairalabs.omnia.agent.runtime;

import ai.altairalabs.omnia.agent.tools.ToolResult;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Something that happens while an agent answers. */
public sealed interface TurnEvent {
    /** A piece of the answer's text. */
    record Chunk(String text) implements TurnEvent {
        public Chunk {
            Objects.requireNonNull(text);
        }
    }

    /**
     * The model asks for a tool.
     *
     * @param id unique within the turn
     * @param arguments an object, or the text that the model sent in place of one
     */
    record Called(String id, String name, JsonNode arguments) implements TurnEvent {
        public Called {
            Objects.requireNonNull(id);
            Objects.requireNonNull(name);
            Objects.requireNonNull(arguments);
        }
    }

    /** What became of a call, before the model reads it. */
    record Returned(String id, ToolResult result) implements TurnEvent {
        public Returned {
            Objects.requireNonNull(id);
            Objects.requireNonNull(result);
        }
    }

    /** Hears of events in order, on the thread of the turn. A slow listener slows the turn down. */
    @FunctionalInterface
    interface Listener {
        /**
         * Called for each event.
         *
         * @throws InterruptedException nobody listens any more: the turn ends
         */
        void on(TurnEvent event) throws InterruptedException;
    }
}
