package ai.altairalabs.omnia.core.call;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.StructValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as CEL reads it. Values are {@link String}, {@link Double}, {@link Long} (an integer that no double can
 * hold), {@link Boolean}, {@code NullValue.NULL_VALUE}, a list of such values, or another JsonObject.
 *
 * <p>It is a struct value of cel-java because that library walks a plain map whole at each access of a variable, and
 * leaves a struct value alone.
 */
@SuppressWarnings("Immutable") // the map is wrapped and nobody else holds it
public final class JsonObject extends StructValue<String, Map<String, Object>> implements Map<String, Object> {
    /** The empty object. */
    public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>(), 0);

    private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final Map<String, Object> fields;
    private final long octets;

    /** Takes over the map: the caller must not keep it. */
    JsonObject(Map<String, Object> fields, long octets) {
        this.fields = Collections.unmodifiableMap(fields);
        this.octets = octets;
    }

    /** An object with these fields, whose values are already of the kinds that CEL reads. */
    public static JsonObject copyOf(Map<String, ?> fields) {
        return new JsonObject(new LinkedHashMap<>(fields), Long.MAX_VALUE);
    }

    /** How many octets the text had that this was read from, at most; {@link Long#MAX_VALUE} when it was not read. */
    public long octets() {
        return octets;
    }

    @Override
    public Object select(String field) {
        Object value = fields.get(field);
        if (value == null) {
            throw CelAttributeNotFoundException.forMissingMapKey(field);
        }
        return value;
    }

    @Override
    public Optional<Object> find(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    @Override
    public Map<String, Object> value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return fields.isEmpty();
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public int size() {
        return fields.size();
    }

    @Override
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    @Override
    public boolean containsKey(Object key) {
        return fields.containsKey(key);
    }

    @Override
    public boolean containsValue(Object value) {
        return fields.containsValue(value);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return fields.get(key);
    }

    @Override
    public Object put(String key, Object value) {
        throw immutable();
    }

    @Override
    public Object remove(Object key) {
        throw immutable();
    }

    @Override
    public void putAll(Map<? extends String, ?> other) {
        throw immutable();
    }

    @Override
    public void clear() {
        throw immutable();
    }

    @Override
    public Set<String> keySet() {
        return fields.keySet();
    }

    @Override
    public java.util.Collection<Object> values() {
        return fields.values();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return fields.entrySet();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Map<?, ?> map && fields.equals(map));
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }

    private static IllegalStateException immutable() {
        return new IllegalStateException("a JSON object of a call does not change");
    }
}
