package ai.altairalabs.omnia.operator.webhook;

import java.util.List;
import java.util.Objects;

/** What is answered to the API server. */
sealed interface Verdict {
    /**
     * It goes in.
     *
     * @param warnings shown to whoever applied it
     */
    record Allowed(List<String> warnings) implements Verdict {
        /** Without a word. */
        static final Allowed SILENTLY = new Allowed(List.of());

        public Allowed {
            warnings = List.copyOf(warnings);
        }
    }

    /** It does not go in. */
    record Refused(String message) implements Verdict {
        public Refused {
            Objects.requireNonNull(message);
        }
    }

    /**
     * It goes in changed.
     *
     * @param patch a JSON Patch, in base64
     */
    record Patched(String patch) implements Verdict {
        public Patched {
            Objects.requireNonNull(patch);
        }
    }
}
