package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.call.CallMap;
import ai.altairalabs.omnia.core.call.Headers;
import dev.cel.common.types.CelType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Header fields as an expression sees them: a map with look-ups without regard to case, keys in lower case when it is
 * walked, and of credentials no more than that they are there.
 */
@SuppressWarnings("Immutable") // headers do not change
final class HeaderMap extends CallMap {
    static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-omnia-context");

    private final Headers headers;
    private @Nullable Map<String, Object> walked;

    HeaderMap(Headers headers) {
        this.headers = headers;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (!(key instanceof String name)) {
            return null;
        }
        String value = headers.get(name);
        return value == null ? null : shown(name, value);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String name && headers.contains(name);
    }

    @Override
    public int size() {
        return headers.size();
    }

    @Override
    public CelType celType() {
        return Variable.HEADERS.type();
    }

    @Override
    protected Map<String, Object> walked() {
        if (walked == null) {
            Map<String, Object> map = new LinkedHashMap<>();
            headers.forEach((name, value) -> map.put(name.toLowerCase(Locale.ROOT), shown(name, value)));
            walked = Collections.unmodifiableMap(map);
        }
        return walked;
    }

    private static String shown(String name, String value) {
        // The names that are masked all start with one of these letters: most look-ups need no lower case.
        return switch (name.isEmpty() ? ' ' : name.charAt(0)) {
            case 'a', 'A', 'p', 'P', 'c', 'C', 's', 'S', 'x', 'X' ->
                CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)) ? CallVariables.MASK : value;
            default -> value;
        };
    }
}
