package ai.altairalabs.omnia.core.policy;

import ai.altairalabs.omnia.core.problem.Place;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * On what terms a tool may be called.
 *
 * @param name its name
 * @param place where it stands
 * @param registry the registry whose tools it guards
 * @param tools names of the tools; empty: every tool of the registry
 * @param requiredClaims claims without which a call is refused, in the author's order
 * @param rules reasons to refuse, in the author's order
 * @param headerInjection headers that a call gets on its way
 * @param mode whether it refuses or only records
 * @param onFailure what happens when an expression cannot be evaluated
 * @param audit what is recorded
 */
public record ToolPolicy(
        ResourceName name,
        Place place,
        String registry,
        Set<String> tools,
        List<RequiredClaim> requiredClaims,
        List<Rule> rules,
        List<HeaderInjection> headerInjection,
        Mode mode,
        OnFailure onFailure,
        Audit audit)
        implements Resource {
    public ToolPolicy {
        Objects.requireNonNull(name);
        Objects.requireNonNull(place);
        Objects.requireNonNull(registry);
        tools = Set.copyOf(tools);
        requiredClaims = List.copyOf(requiredClaims);
        rules = List.copyOf(rules);
        headerInjection = List.copyOf(headerInjection);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(onFailure);
        Objects.requireNonNull(audit);
    }

    /** Whether it guards this tool of its own namespace. */
    public boolean selects(String registry, String tool) {
        return this.registry.equals(registry) && (tools.isEmpty() || tools.contains(tool));
    }

    /** {@code spec.mode}. */
    public enum Mode {
        ENFORCE,
        AUDIT
    }

    /** {@code claim: Team} asks for the header {@code X-Omnia-Claim-Team}; the message tells the caller. */
    public record RequiredClaim(String claim, String message) {
        public RequiredClaim {
            Objects.requireNonNull(claim);
            Objects.requireNonNull(message);
        }
    }

    /** Refuses with the message when the expression is true. */
    public record Rule(String name, String description, Expression cel, String message) {
        public Rule {
            Objects.requireNonNull(name);
            Objects.requireNonNull(description);
            Objects.requireNonNull(cel);
            Objects.requireNonNull(message);
        }
    }

    /** A header that a call gets. */
    public record HeaderInjection(String header, Value value) {
        public HeaderInjection {
            Objects.requireNonNull(header);
            Objects.requireNonNull(value);
        }
    }

    /** What an injected header says: {@code value} xor {@code cel}. */
    public sealed interface Value {
        /** The same text for every call. */
        record Fixed(String text) implements Value {
            public Fixed {
                Objects.requireNonNull(text);
            }
        }

        /** What the expression gives for this call. */
        record Computed(Expression cel) implements Value {
            public Computed {
                Objects.requireNonNull(cel);
            }
        }
    }

    /**
     * {@code spec.audit}.
     *
     * @param logDecisions also record calls that were allowed, and the arguments
     * @param redactFields names whose values are masked in the record, at any depth, without regard to case
     */
    public record Audit(boolean logDecisions, Set<String> redactFields) {
        /** Records findings only. */
        public static final Audit DEFAULT = new Audit(false, Set.of());

        public Audit {
            redactFields = Set.copyOf(redactFields);
        }
    }
}
