package ai.altairalabs.omnia.operator.desired;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a policy's author should know.
 *
 * @param layer which layer it is about; null: all
 * @param reason what is the matter
 * @param message where and what: one line, the user's words in backticks
 * @param advice what to do: one line; empty where nothing is to be done
 */
public record Note(@Nullable Layer layer, Reason reason, String message, String advice) {
    public Note {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
        Objects.requireNonNull(advice);
    }

    /** Message and advice as one line. */
    public String text() {
        return advice.isEmpty() ? message : message + ": " + advice;
    }
}
