package ai.altairalabs.omnia.core.call;

import java.util.Objects;

/** The body of a request, as far as it was read (semantics, section 7). */
public sealed interface Body {
    /** No body: rules see an empty map. */
    record Absent() implements Body {}

    /** One JSON object, and exactly the one that is forwarded. */
    record Json(JsonObject value) implements Body {
        public Json {
            Objects.requireNonNull(value);
        }
    }

    /**
     * Not what a rule can read: an evaluation failure for the rules that read it, never an empty map.
     *
     * @param reason for the audit record: what is wrong with it, without any of its content
     */
    record Unreadable(String reason) implements Body {
        public Unreadable {
            Objects.requireNonNull(reason);
        }
    }

    /** Passed on without being read, because no policy of the tool reads it. */
    record Streamed() implements Body {}
}
