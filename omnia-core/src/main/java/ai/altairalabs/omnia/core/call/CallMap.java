package ai.altairalabs.omnia.core.call;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.values.StructValue;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Part of a call as CEL reads it: names to values, and no change.
 *
 * <p>It is a struct value of cel-java because that library walks a plain map whole at each access of a variable, and
 * leaves a struct value alone.
 */
@SuppressWarnings("Immutable") // what it is made of does not change
public abstract class CallMap extends StructValue<String, Map<String, Object>> implements Map<String, Object> {
    /** All of it as a map that refuses changes: for walking it, not for look-ups. */
    protected abstract Map<String, Object> walked();

    @Override
    public final Object select(String name) {
        Object value = get(name);
        if (value == null) {
            throw CelAttributeNotFoundException.forMissingMapKey(name);
        }
        return value;
    }

    @Override
    public final Optional<Object> find(String name) {
        return Optional.ofNullable(get(name));
    }

    @Override
    public final Map<String, Object> value() {
        return this;
    }

    @Override
    public final boolean isZeroValue() {
        return isEmpty();
    }

    @Override
    public final boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public final boolean containsValue(Object value) {
        return walked().containsValue(value);
    }

    @Override
    public final Set<String> keySet() {
        return walked().keySet();
    }

    @Override
    public final Collection<Object> values() {
        return walked().values();
    }

    @Override
    public final Set<Entry<String, Object>> entrySet() {
        return walked().entrySet();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Map<?, ?> map && walked().equals(map));
    }

    @Override
    public final int hashCode() {
        return walked().hashCode();
    }

    /** Without the values: they may be many, and cel-java writes values into the message of a failure that nobody sees. */
    @Override
    public final String toString() {
        return "a map of " + size();
    }

    @Override
    public final Object put(String key, Object value) {
        throw unchanging();
    }

    @Override
    public final Object remove(Object key) {
        throw unchanging();
    }

    @Override
    public final void putAll(Map<? extends String, ?> other) {
        throw unchanging();
    }

    @Override
    public final void clear() {
        throw unchanging();
    }

    static IllegalStateException unchanging() {
        return new IllegalStateException("a call does not change");
    }
}
