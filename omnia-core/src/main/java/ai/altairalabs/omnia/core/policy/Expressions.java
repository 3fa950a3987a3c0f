package ai.altairalabs.omnia.core.policy;

import ai.altairalabs.omnia.core.policy.ToolPolicy.HeaderInjection;
import ai.altairalabs.omnia.core.policy.ToolPolicy.Rule;
import ai.altairalabs.omnia.core.policy.ToolPolicy.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The expressions of a manifest, whatever else is wrong with it.
 *
 * @param rules those that must give a bool
 * @param values those that give what an injected header says
 */
public record Expressions(List<Expression> rules, List<Expression> values) {
    /** A manifest without expressions. */
    public static final Expressions NONE = new Expressions(List.of(), List.of());

    public Expressions {
        rules = List.copyOf(rules);
        values = List.copyOf(values);
    }

    /** Those of a resource, in the author's order. */
    public static Expressions of(Resource resource) {
        if (!(resource instanceof ToolPolicy policy)) {
            return NONE;
        }
        List<Expression> values = new ArrayList<>();
        for (HeaderInjection injection : policy.headerInjection()) {
            if (injection.value() instanceof Value.Computed(Expression cel)) {
                values.add(cel);
            }
        }
        return new Expressions(policy.rules().stream().map(Rule::cel).toList(), values);
    }
}
