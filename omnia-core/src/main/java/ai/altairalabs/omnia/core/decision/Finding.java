package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one policy, or the decision point itself, has to say against a call.
 *
 * @param source who found it
 * @param rule the rule's name: the author's, or one of {@link Rules}
 * @param message what the caller is told
 * @param effect what it does to the call
 * @param error details of a failed evaluation, for the audit record only; null when nothing failed
 */
public record Finding(
        Source source,
        String rule,
        String message,
        Effect effect,
        @Nullable String error) {
    public Finding {
        Objects.requireNonNull(source);
        Objects.requireNonNull(rule);
        Objects.requireNonNull(message);
        Objects.requireNonNull(effect);
    }

    /** What a finding does to the call. */
    public enum Effect {
        /** The call is refused. */
        REFUSE,
        /** The call would be refused if the policy enforced: {@code wouldDeny}. */
        WOULD_REFUSE,
        /** An evaluation failed and {@code onFailure: allow} lets the call go on. */
        TOLERATED
    }

    /** Who found it. */
    public sealed interface Source {
        /**
         * A policy.
         *
         * @param kind AgentPolicy or ToolPolicy
         * @param name its name
         * @param mode {@code spec.mode} as in the manifest: enforce, permissive, audit
         */
        record Policy(Kind kind, ResourceName name, String mode) implements Source {
            public Policy {
                Objects.requireNonNull(kind);
                Objects.requireNonNull(name);
                Objects.requireNonNull(mode);
            }
        }

        /** The decision point itself: the request is no tool's, or nobody's. */
        record DecisionPoint() implements Source {}
    }
}
