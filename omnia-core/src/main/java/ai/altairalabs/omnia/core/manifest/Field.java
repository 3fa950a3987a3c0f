package ai.altairalabs.omnia.core.manifest;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A field of an object, declared once: reading, suggestions and the reference come from it.
 *
 * @param shown its default as an author would write it; null: there is none to speak of
 * @param fallback the value when it is absent; null: there is none
 */
record Field<T>(
        String name,
        Shape<T> shape,
        boolean required,
        @Nullable String shown,
        @Nullable Supplier<T> fallback,
        String description) {
    /** The object must have it. */
    static <T> Field<T> required(String name, Shape<T> shape, String description) {
        return new Field<>(name, shape, true, null, null, description);
    }

    /** May be absent. */
    static <T> Field<T> optional(String name, Shape<T> shape, String description) {
        return new Field<>(name, shape, false, null, null, description);
    }

    /** May be absent, and is then this value, which an author would write so. */
    static <T> Field<T> optional(String name, Shape<T> shape, T value, @Nullable String shown, String description) {
        return new Field<>(name, shape, false, shown, () -> value, description);
    }

    /** May be absent, and is then an empty list. */
    static <E> Field<List<E>> list(String name, Shape<List<E>> shape, String description) {
        return new Field<>(name, shape, false, null, List::of, description);
    }

    /** May be absent, and is then empty text. */
    static Field<String> text(String name, String description) {
        return new Field<>(name, TextShape.ANY, false, null, () -> "", description);
    }

    /** Reads it for itself and reports nothing; null: it is absent or has a fault. */
    @Nullable
    T peek(@Nullable Node parent) {
        Node node = parent == null ? null : parent.get(name);
        return node == null ? null : shape.read(node, Reading.root(node, new Faults()));
    }

    /** Two fields are never the same, even if they look alike. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
