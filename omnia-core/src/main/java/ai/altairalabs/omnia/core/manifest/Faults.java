package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.Expressions;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one document, and the expressions in which more may be wrong. */
final class Faults {
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> errorPaths = new ArrayList<>();
    private final List<Expression> rules = new ArrayList<>();
    private final List<Expression> values = new ArrayList<>();

    void add(Problem problem) {
        add("", problem);
    }

    /** Adds a problem of the field at this path. */
    void add(String path, Problem problem) {
        problems.add(problem);
        if (problem.isError()) {
            errorPaths.add(path);
        }
    }

    void error(Place place, String message, @Nullable String advice) {
        add(Problem.error(place, message, advice));
    }

    /** How many errors there are. */
    int errors() {
        return errorPaths.size();
    }

    /** Whether there are errors, and all of them are of fields whose path begins so. */
    boolean onlyWithin(String path) {
        return !errorPaths.isEmpty() && errorPaths.stream().allMatch(each -> each.startsWith(path));
    }

    void keep(Expression expression, ExpressionShape.Use use) {
        switch (use) {
            case RULE -> rules.add(expression);
            case VALUE -> values.add(expression);
        }
    }

    Expressions expressions() {
        return new Expressions(rules, values);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
