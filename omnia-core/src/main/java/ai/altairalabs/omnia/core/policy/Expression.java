package ai.altairalabs.omnia.core.policy;

import ai.altairalabs.omnia.core.problem.Place;
import java.util.Objects;

/**
 * A CEL expression as an author wrote it.
 *
 * @param text the expression itself, after YAML took its quotes and folds away
 * @param origin where each of its characters stands in the manifest
 */
public record Expression(String text, Origin origin) {
    public Expression {
        Objects.requireNonNull(text);
        Objects.requireNonNull(origin);
    }

    /** Maps a position in an expression to its place in the manifest. */
    @FunctionalInterface
    public interface Origin {
        /**
         * The place in the manifest.
         *
         * @param line in the expression, from 1
         * @param column in the expression, from 1
         */
        Place at(int line, int column);
    }

    /** Two expressions are equal when their texts are: the place does not change what they mean. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Expression expression && text.equals(expression.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
