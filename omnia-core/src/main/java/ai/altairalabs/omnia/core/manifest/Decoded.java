package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.Objects;

/** The bytes of a file as text, or why they are none. */
public sealed interface Decoded {
    /** The file's text, without a byte order mark. */
    record Text(SourceText source) implements Decoded {
        public Text {
            Objects.requireNonNull(source);
        }
    }

    /** No text that manifests can be read from. */
    record Unreadable(Problem problem) implements Decoded {
        public Unreadable {
            Objects.requireNonNull(problem);
        }
    }
}
