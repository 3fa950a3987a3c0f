package ai.altairalabs.omnia.core.cel;

import java.util.Objects;

/** What an evaluation came to. */
public sealed interface Result {
    /** A value: Boolean for a rule; String, Long, Double or Boolean for an injected header. */
    record Value(Object value) implements Result {
        /** The rule matches. */
        static final Value TRUE = new Value(true);

        /** The rule does not match. */
        static final Value FALSE = new Value(false);

        public Value {
            Objects.requireNonNull(value);
        }
    }

    /**
     * No value.
     *
     * @param reason for the audit record: what went wrong, without any value of the call
     */
    record Failed(String reason) implements Result {
        public Failed {
            Objects.requireNonNull(reason);
        }
    }
}
