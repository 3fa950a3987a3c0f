package ai.altairalabs.omnia.core.problem;

import java.util.Comparator;
import java.util.Objects;

/**
 * A place in a text.
 *
 * @param source the text
 * @param line from 1
 * @param column from 1, in code points
 */
public record Place(SourceText source, int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.<Place, String>comparing(
                    place -> place.source().name())
            .thenComparingInt(Place::line)
            .thenComparingInt(Place::column);

    public Place {
        Objects.requireNonNull(source);
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("line and column count from 1");
        }
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source.name() + ":" + line + ":" + column;
    }
}
