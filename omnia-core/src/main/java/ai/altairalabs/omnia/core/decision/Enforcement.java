package ai.altairalabs.omnia.core.decision;

import java.util.List;
import java.util.Objects;

/** What a door does about a decision. */
public sealed interface Enforcement {
    /** Pass the call on after the obligations. */
    record Permit(List<Obligation> obligations) implements Enforcement {
        public Permit {
            obligations = List.copyOf(obligations);
        }
    }

    /** Answer 403 with this rule and message (semantics, section 8). */
    record Refuse(String rule, String message) implements Enforcement {
        public Refuse {
            Objects.requireNonNull(rule);
            Objects.requireNonNull(message);
        }
    }
}
