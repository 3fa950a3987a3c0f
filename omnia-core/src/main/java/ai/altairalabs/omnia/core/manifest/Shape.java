package ai.altairalabs.omnia.core.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a value may look like, and how it is read. */
interface Shape<T> {
    /** The value; null when it has a fault, which has been reported. */
    @Nullable
    T read(Node node, Reading in);

    /** Its type in the reference: {@code text}, {@code list of text}. */
    String type();

    /** What it must be beyond its type, in the reference; empty: nothing. */
    default String rule() {
        return "";
    }

    /** The fields inside it. */
    default List<Field<?>> fields() {
        return List.of();
    }

    /** How many lists are around those fields. */
    default int lists() {
        return 0;
    }
}
