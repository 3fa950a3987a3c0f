package ai.altairalabs.omnia.core.call;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as CEL reads it. Values are {@link String}, {@link Double}, {@link Long} (an integer that no double can
 * hold), {@link Boolean}, {@code NullValue.NULL_VALUE}, a {@link JsonArray} of such values, or another JsonObject.
 */
@SuppressWarnings("Immutable") // the map is wrapped and nobody else holds it
public final class JsonObject extends CallMap {
    /** The empty object. */
    public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>(), 0);

    private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final Map<String, Object> fields;
    private final long octets;
    private @Nullable Map<String, Object> read;

    /** Takes over the map, in which values may be an {@link UnreadValue} too: the caller must not keep it. */
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

    /** With all its values read. Any thread may ask: at worst two make the same map. */
    @Override
    protected Map<String, Object> walked() {
        Map<String, Object> known = read;
        if (known == null) {
            known = holdsUnread() ? readAll() : fields;
            read = known;
        }
        return known;
    }

    private boolean holdsUnread() {
        for (Object value : fields.values()) {
            if (value instanceof UnreadValue) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Object> readAll() {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.replaceAll((_, value) -> read(value));
        return Collections.unmodifiableMap(all);
    }

    private static @Nullable Object read(@Nullable Object value) {
        return value instanceof UnreadValue unread ? unread.read() : value;
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
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String name && fields.containsKey(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return key instanceof String name ? read(fields.get(name)) : null;
    }
}
