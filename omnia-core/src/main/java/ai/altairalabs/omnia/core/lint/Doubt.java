package ai.altairalabs.omnia.core.lint;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that an expression says and probably was not to say. A warning is a mistake almost for certain; a note is true,
 * and may be what the author wants.
 */
public sealed interface Doubt {
    /** Where it is. */
    Place place();

    /** What to tell the author. */
    Problem problem();

    /**
     * A rule, or one of its alternatives, can never match.
     *
     * @param rule the rule's name where it is the whole rule; null: an alternative
     * @param reason why
     */
    record NeverTrue(Place place, @Nullable String rule, String reason) implements Doubt {
        public NeverTrue {
            Objects.requireNonNull(place);
            Objects.requireNonNull(reason);
        }

        @Override
        public Problem problem() {
            String what = rule == null ? "this alternative" : "the rule " + Words.quote(rule);
            return Problem.warning(place, what + " can never match: " + reason, "mend the condition, or leave it out");
        }
    }

    /**
     * A part fails whatever the call is, as a pattern that is none does.
     *
     * @param part as the author would write it
     * @param reason as a record would have it
     */
    record AlwaysFails(Place place, String part, String reason) implements Doubt {
        public AlwaysFails {
            Objects.requireNonNull(place);
            Objects.requireNonNull(part);
            Objects.requireNonNull(reason);
        }

        @Override
        public Problem problem() {
            return Problem.warning(
                    place,
                    Words.quote(part) + " fails whatever the call is: " + reason,
                    "mend it: a rule that fails decides nothing, and `onFailure` does");
        }
    }

    /**
     * Something is read that a call may lack.
     *
     * @param path as the author would write it
     * @param guard what makes sure that it is there
     * @param outcome what becomes of a call without it
     * @param passes whether such a call goes through where the rule was to refuse
     */
    record Unguarded(Place place, String path, String guard, String outcome, boolean passes) implements Doubt {
        public Unguarded {
            Objects.requireNonNull(place);
            Objects.requireNonNull(path);
            Objects.requireNonNull(guard);
            Objects.requireNonNull(outcome);
        }

        @Override
        public Problem problem() {
            String message = "a call may lack " + Words.quote(path) + ": " + outcome;
            String advice = "say what a call without it is, with " + Words.quote(guard);
            return passes ? Problem.warning(place, message, advice) : Problem.note(place, message, advice);
        }
    }

    /** A header is asked for under a name that none can have. */
    record NoHeader(Place place, String name) implements Doubt {
        public NoHeader {
            Objects.requireNonNull(place);
            Objects.requireNonNull(name);
        }

        @Override
        public Problem problem() {
            return Problem.warning(
                    place,
                    "no header can have the name " + Words.quote(name),
                    "a name has letters, digits and `-`, in upper or lower case");
        }
    }

    /** A key of {@code headers} is compared with a text that it never is: the keys are in lower case. */
    record UpperCaseKey(Place place, String name, String lower) implements Doubt {
        public UpperCaseKey {
            Objects.requireNonNull(place);
            Objects.requireNonNull(name);
            Objects.requireNonNull(lower);
        }

        @Override
        public Problem problem() {
            return Problem.warning(
                    place,
                    "no key of `headers` is " + Words.quote(name) + ": where they are walked they are in lower case",
                    "write " + Words.quote(lower));
        }
    }

    /** A credential is compared with a text: rules see only that it is there. */
    record Masked(Place place, String header) implements Doubt {
        public Masked {
            Objects.requireNonNull(place);
            Objects.requireNonNull(header);
        }

        @Override
        public Problem problem() {
            return Problem.warning(
                    place,
                    "the value of the header " + Words.quote(header) + " is not shown to rules: it is always `***`",
                    "ask whether it is there with " + Words.quote("\"" + header + "\" in headers"));
        }
    }

    /**
     * A field is read that the tool's input schema does not know.
     *
     * @param known the fields that it knows at this place
     */
    record UnknownField(Place place, String field, List<String> known) implements Doubt {
        public UnknownField {
            Objects.requireNonNull(place);
            Objects.requireNonNull(field);
            known = List.copyOf(known);
        }

        @Override
        public Problem problem() {
            String near = Words.nearest(field, known);
            return Problem.warning(
                    place,
                    "the input schema of the tool has no field " + Words.quote(field),
                    near == null ? "the fields are " + Words.allOf(known) : "write " + Words.quote(near));
        }
    }

    /** A number has an upper bound only. */
    record NegativePasses(Place place, String path, String comparison, String advice) implements Doubt {
        public NegativePasses {
            Objects.requireNonNull(place);
            Objects.requireNonNull(path);
            Objects.requireNonNull(comparison);
            Objects.requireNonNull(advice);
        }

        @Override
        public Problem problem() {
            return Problem.note(
                    place,
                    "a negative " + Words.quote(path) + " is not " + comparison + ", and passes",
                    "if it must not, write " + Words.quote(advice));
        }
    }

    /** A quotient that may be no number. */
    record NotANumberPasses(Place place, String quotient) implements Doubt {
        public NotANumberPasses {
            Objects.requireNonNull(place);
            Objects.requireNonNull(quotient);
        }

        @Override
        public Problem problem() {
            return Problem.note(
                    place,
                    Words.quote(quotient) + " is no number when both are 0, and then the comparison is false",
                    "compare products, or refuse a divisor of 0");
        }
    }

    /** A text is compared with the empty text. */
    record BlankPasses(Place place, String path) implements Doubt {
        public BlankPasses {
            Objects.requireNonNull(place);
            Objects.requireNonNull(path);
        }

        @Override
        public Problem problem() {
            return Problem.note(
                    place,
                    "a " + Words.quote(path) + " of blanks only is not empty, and passes",
                    "if it must not, write " + Words.quote(path + ".trim() == \"\""));
        }
    }
}
