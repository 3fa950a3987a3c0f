package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expressions;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One manifest of our group in a text, with or without faults. */
public sealed interface Document {
    /** The text that it stands in. */
    SourceText source();

    /** Which lines of it. */
    Lines lines();

    /** Its first line in the text, from 1, without the {@code ---} before it. */
    default int firstLine() {
        return lines().first();
    }

    /** Its last line in the text, without blank lines behind it. */
    default int lastLine() {
        return lines().last();
    }

    /**
     * Lines of a text, from 1, both ends included.
     *
     * @param inList whether they are an item of a {@code kind: List}, which no other document can replace
     */
    record Lines(int first, int last, boolean inList) {
        public Lines {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("lines");
            }
        }
    }

    /** A manifest without errors. */
    record Whole(Resource resource, SourceText source, Lines lines) implements Document {
        public Whole {
            Objects.requireNonNull(resource);
            Objects.requireNonNull(source);
            Objects.requireNonNull(lines);
        }
    }

    /**
     * A manifest with errors.
     *
     * @param kind null: it could not be read
     * @param name null: it could not be read
     * @param guard what stays closed until the manifest is mended; null: nothing
     * @param expressions those that could be read, so that their faults are reported with the others
     */
    record Broken(
            @Nullable Kind kind,
            @Nullable ResourceName name,
            @Nullable Guard guard,
            Expressions expressions,
            SourceText source,
            Lines lines)
            implements Document {
        public Broken {
            Objects.requireNonNull(expressions);
            Objects.requireNonNull(source);
            Objects.requireNonNull(lines);
        }
    }
}
