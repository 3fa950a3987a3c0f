package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of one object as they were read. */
final class Values {
    private final Map<Field<?>, Node.Entry> entries = new HashMap<>();
    private final Map<Field<?>, Object> values = new HashMap<>();
    private final Reading in;

    Values(Reading in) {
        this.in = in;
    }

    void put(Field<?> field, Node.Entry entry, @Nullable Object value) {
        entries.put(field, entry);
        if (value != null) {
            values.put(field, value);
        }
    }

    /** The object itself. */
    Reading in() {
        return in;
    }

    /** Whether the author wrote the field, with or without a fault. */
    boolean has(Field<?> field) {
        return entries.containsKey(field);
    }

    /** The value, or the field's default; null: neither, or a fault. */
    <T> @Nullable T find(Field<T> field) {
        // put() stores under a field only what the field's own shape read
        @SuppressWarnings("unchecked")
        T value = (T) values.get(field);
        Supplier<T> fallback = field.fallback();
        return value == null && !has(field) && fallback != null ? fallback.get() : value;
    }

    /** The value of a field that is required or has a default, in an object without faults. */
    <T> T get(Field<T> field) {
        T value = find(field);
        if (value == null) {
            throw new IllegalStateException(field.name());
        }
        return value;
    }

    /** Where the field's value begins; the object's place when it is absent. */
    Place place(Field<?> field) {
        Node.Entry entry = entries.get(field);
        return entry == null ? in.place() : entry.value().place();
    }

    /** Where the field's name stands; the object's place when it is absent. */
    Place key(Field<?> field) {
        Node.Entry entry = entries.get(field);
        return entry == null ? in.place() : entry.place();
    }
}
