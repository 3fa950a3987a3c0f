package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** A YAML value with its place. */
sealed interface Node {
    /** Where it begins. */
    Place place();

    /** The last line that it takes. */
    int lastLine();

    /** The value of a field; null: this is no object, or it has no such field. */
    default @Nullable Node get(String key) {
        return null;
    }

    /** What people call it: {@code a number}, {@code a list}. */
    String what();

    /** An object. Each key occurs once; one that was written twice has an unusable value. */
    record Mapping(Place place, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public int lastLine() {
            return entries.isEmpty() ? place.line() : entries.getLast().value().lastLine();
        }

        @Override
        public @Nullable Node get(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        @Override
        public String what() {
            return "an object";
        }
    }

    /** A key and its value. */
    record Entry(String key, Place place, Node value) {}

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public int lastLine() {
            return items.isEmpty() ? place.line() : items.getLast().lastLine();
        }

        @Override
        public String what() {
            return "a list";
        }
    }

    /**
     * Text, a number, true, false or nothing.
     *
     * @param text the value, after quotes and folds are gone
     * @param raw where it stands in the file
     */
    record Scalar(Place place, int lastLine, String text, ScalarStyle style, Raw raw) implements Node {
        /** What the core schema of YAML 1.2 takes it for. */
        CoreType type() {
            return isPlain() ? CoreType.of(text) : CoreType.TEXT;
        }

        /** Whether it was written without quotes and bars. */
        boolean isPlain() {
            return style == ScalarStyle.PLAIN;
        }

        @Override
        public String what() {
            return type().what();
        }
    }

    /**
     * The characters of a scalar in its file.
     *
     * @param document the YAML document
     * @param start its first character, counted in code points
     * @param end behind its last
     */
    record Raw(YamlDocument document, int start, int end) {}

    /** Something that was refused, and reported, while the text was parsed. */
    record Unusable(Place place) implements Node {
        @Override
        public int lastLine() {
            return place.line();
        }

        @Override
        public String what() {
            return "unusable";
        }
    }
}
