package ai.altairalabs.omnia.server.door;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the program that holds a request is told to do with it. */
sealed interface Advice {
    /**
     * Change the headers and pass it on.
     *
     * @param decisionId as in the audit record; null: none was written
     */
    record PassOn(HeaderChanges changes, @Nullable String decisionId) implements Advice {
        public PassOn {
            Objects.requireNonNull(changes);
        }
    }

    /** Answer this in place of the tool. */
    record Refuse(Answer answer) implements Advice {
        public Refuse {
            Objects.requireNonNull(answer);
        }
    }
}
