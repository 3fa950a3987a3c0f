package ai.altairalabs.omnia.operator.reconcile;

import java.util.Objects;

/** What became of an object that is wanted. */
sealed interface Outcome {
    /** It is in the cluster as it should be. */
    record Applied() implements Outcome {}

    /** An object of this name is there, and is not ours: it was left alone. */
    record Taken() implements Outcome {}

    /** The API server would not have it. */
    record Failed(String message) implements Outcome {
        public Failed {
            Objects.requireNonNull(message);
        }
    }
}
