package ai.altairalabs.omnia.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What became of a vector's call.
 *
 * @param answer whether it reached the tool
 * @param findings what the policies said against it, in their order
 * @param logged whether the allowed call was recorded for a policy that found nothing and has {@code audit.logDecisions}
 */
public record Outcome(Answer answer, List<Found> findings, boolean logged) {
    public Outcome {
        Objects.requireNonNull(answer);
        findings = List.copyOf(findings);
    }

    /** Whether the call reached the tool. */
    public sealed interface Answer {
        /**
         * It did, and this is what the tool saw.
         *
         * @param method as the tool saw it
         * @param target path and query as the tool saw them
         * @param headers name in lower case to all values
         * @param body the octets of the body
         */
        record Reached(String method, String target, Map<String, List<String>> headers, Octets body) implements Answer {
            public Reached {
                Objects.requireNonNull(method);
                Objects.requireNonNull(target);
                Map<String, List<String>> lower = new TreeMap<>();
                headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
                headers = lower;
                Objects.requireNonNull(body);
            }
        }

        /**
         * It did not: the tool saw nothing at all.
         *
         * @param status the status of the answer
         * @param body the answer's body
         */
        record Stopped(int status, String body) implements Answer {
            public Stopped {
                Objects.requireNonNull(body);
            }
        }
    }

    /**
     * What one policy said against the call.
     *
     * @param policy the policy's name; empty: the decision point itself
     * @param mode the policy's mode; empty: the decision point itself
     * @param rule the rule
     * @param message what the caller is told
     * @param effect what it did
     * @param failed whether an evaluation failed
     */
    public record Found(String policy, String mode, String rule, String message, Effect effect, boolean failed) {
        public Found {
            Objects.requireNonNull(policy);
            Objects.requireNonNull(mode);
            Objects.requireNonNull(rule);
            Objects.requireNonNull(message);
            Objects.requireNonNull(effect);
        }

        @Override
        public String toString() {
            return "`" + (policy.isEmpty() ? "the decision point" : policy) + "` " + effect.verb() + " by rule `" + rule
                    + "` (" + message + (failed ? "; an evaluation failed)" : ")");
        }
    }

    /** What a finding does to the call. */
    public enum Effect {
        /** The call is refused. In the audit record: {@code decision: deny}, {@code wouldDeny: false}. */
        REFUSE("refuse", "refuses"),
        /** It would be refused if the policy enforced. In the audit record: {@code wouldDeny: true}. */
        WOULD_REFUSE("would-refuse", "would refuse"),
        /** An evaluation failed, and {@code onFailure: allow} lets the call go on. */
        TOLERATED("tolerated", "tolerates a failure");

        private final String word;
        private final String verb;

        Effect(String word, String verb) {
            this.word = word;
            this.verb = verb;
        }

        /** As in a vector. */
        public String word() {
            return word;
        }

        String verb() {
            return verb;
        }
    }
}
