package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** A few headers, in order: a map by name as written that costs no more than the array it is. Immutable. */
final class HeaderPairs extends AbstractMap<String, String> {
    private final String[] pairs;

    private HeaderPairs(String[] pairs) {
        this.pairs = pairs;
    }

    static HeaderPairs copyOf(Map<String, String> headers) {
        if (headers instanceof HeaderPairs pairs) {
            return pairs;
        }
        Builder builder = new Builder();
        headers.forEach((name, value) -> {
            if (!OmniaHeaders.isCallers(name)) {
                throw new IllegalArgumentException("`" + name + "` does not say who calls");
            }
            builder.put(name, value);
        });
        return builder.build();
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        List<Entry<String, String>> entries = new ArrayList<>(size());
        forEach((name, value) -> entries.add(Map.entry(name, value)));
        return Collections.unmodifiableSet(new LinkedHashSet<>(entries));
    }

    /** Collects headers; a name that comes again, in whatever case, replaces the value. */
    static final class Builder {
        private String[] pairs = new String[24];
        private int length;

        void put(String name, String value) {
            int at = 0;
            while (at < length && !HeaderText.isSameName(pairs[at], name)) {
                at += 2;
            }
            if (at == length) {
                if (length == pairs.length) {
                    pairs = Arrays.copyOf(pairs, length * 2);
                }
                length += 2;
                pairs[at] = name;
            }
            pairs[at + 1] = value;
        }

        HeaderPairs build() {
            return new HeaderPairs(Arrays.copyOf(pairs, length));
        }
    }
}
