package ai.altairalabs.omnia.core.call;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header fields, the first value of each name, looked up without regard to case (RFC 9110, section 5.1). Immutable. A
 * call has few headers, so a look-up walks them: that is faster than a map that has to be filled first.
 */
public final class Headers {
    /** No header at all. */
    public static final Headers NONE = new Headers(new String[0]);

    private final String[] pairs;

    private Headers(String[] pairs) {
        this.pairs = pairs;
    }

    /** Headers of name, value, name, value; a name that comes again is left out. */
    public static Headers of(String... pairs) {
        Builder builder = new Builder(pairs.length / 2);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            builder.add(pairs[i], pairs[i + 1]);
        }
        return builder.build();
    }

    /** The value, or null when there is no such header. */
    public @Nullable String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (HeaderText.isSameName(pairs[i], name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** Whether there is such a header. */
    public boolean contains(String name) {
        return get(name) != null;
    }

    /** How many headers there are. */
    public int size() {
        return pairs.length / 2;
    }

    /** Each header once, in order, the name as written. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** The names in lower case, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(size());
        forEach((name, _) -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && Arrays.equals(pairs, headers.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /** The names only: values may be secrets. */
    @Override
    public String toString() {
        return "Headers" + names();
    }

    /** Collects headers; not safe for use by several threads. */
    public static final class Builder {
        private static final String[] NONE_YET = {};

        private String[] pairs;
        private int length;

        /**
         * A builder.
         *
         * @param expected how many headers there will be at most; with more it grows
         */
        public Builder(int expected) {
            pairs = new String[2 * expected];
        }

        /** Adds a header unless its name is there already. */
        public Builder add(String name, String value) {
            for (int i = 0; i < length; i += 2) {
                if (HeaderText.isSameName(pairs[i], name)) {
                    return this;
                }
            }
            return addNew(name, value);
        }

        /** Adds a header of which the caller knows that its name is not there yet. */
        public Builder addNew(String name, String value) {
            if (length == pairs.length) {
                pairs = Arrays.copyOf(pairs, length * 2 + 2);
            }
            pairs[length++] = Objects.requireNonNull(name);
            pairs[length++] = Objects.requireNonNull(value);
            return this;
        }

        /** The headers, with which the builder ends: it is empty afterwards. */
        public Headers build() {
            if (length == 0) {
                return NONE;
            }
            String[] built = length == pairs.length ? pairs : Arrays.copyOf(pairs, length);
            pairs = NONE_YET;
            length = 0;
            return new Headers(built);
        }
    }
}
