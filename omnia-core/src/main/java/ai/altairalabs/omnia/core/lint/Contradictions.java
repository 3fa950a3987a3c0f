package ai.altairalabs.omnia.core.lint;

import ai.altairalabs.omnia.core.lint.Comparison.Operator;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds alternatives of an expression that can never be true: parts that must all hold, and exclude each other. */
final class Contradictions {
    private final Map<String, Set<String>> given;

    /**
     * Beside what the expression says itself.
     *
     * @param given values that something can have, by its text: {@code tool.name} is one of those that a policy selects
     */
    Contradictions(Map<String, Set<String>> given) {
        this.given = Map.copyOf(given);
    }

    /**
     * An alternative that is never true.
     *
     * @param part the alternative
     * @param first a part of it
     * @param second another, which excludes the first; null: the first is never true by itself
     * @param subject what the first is about and what is given; null: nothing given is concerned
     */
    record Dead(
            CelExpr part,
            CelExpr first,
            @Nullable CelExpr second,
            @Nullable String subject) {}

    /** The dead ones among the alternatives of an expression, which are what stands around its outermost {@code ||}. */
    List<Dead> of(List<CelExpr> alternatives) {
        List<Dead> dead = new ArrayList<>();
        alternatives.forEach(alternative -> of(alternative).ifPresent(dead::add));
        return dead;
    }

    private Optional<Dead> of(CelExpr alternative) {
        List<Comparison> comparisons = new ArrayList<>();
        Map<String, CelExpr> tests = new HashMap<>();
        for (CelExpr part : Syntax.operands("_&&_", alternative)) {
            if (Boolean.FALSE.equals(Folded.value(part))) {
                return Optional.of(new Dead(alternative, part, null, null));
            }
            Optional<CelExpr> asked = Syntax.asked(part, "_||_");
            if (asked.isPresent()) {
                List<CelExpr> ways = Syntax.operands("_||_", asked.get());
                List<Dead> dead = of(ways);
                if (dead.size() == ways.size()) {
                    Dead first = dead.getFirst();
                    return Optional.of(new Dead(alternative, first.first(), first.second(), first.subject()));
                }
            }
            CelExpr excluded = tests.get(opposite(Syntax.text(part)));
            if (excluded != null) {
                return Optional.of(new Dead(alternative, excluded, part, null));
            }
            tests.put(Syntax.text(part), part);
            Comparison.of(part, true).ifPresent(comparisons::add);
        }
        for (int i = 0; i < comparisons.size(); i++) {
            Comparison one = comparisons.get(i);
            String subject = Syntax.text(one.subject());
            Set<String> values = given.get(subject);
            if (values != null && values.stream().noneMatch(value -> holds(one, value))) {
                return Optional.of(new Dead(alternative, one.part(), null, subject));
            }
            for (Comparison other : comparisons.subList(0, i)) {
                if (subject.equals(Syntax.text(other.subject())) && exclude(one, other)) {
                    return Optional.of(new Dead(alternative, other.part(), one.part(), null));
                }
            }
        }
        return Optional.empty();
    }

    private static String opposite(String text) {
        return text.startsWith("!has(") ? text.substring(1) : text.startsWith("has(") ? "!" + text : "\0";
    }

    private static boolean exclude(Comparison one, Comparison other) {
        List<Object> values = values(one);
        if (values != null) {
            return values.stream().noneMatch(value -> holds(other, value));
        }
        values = values(other);
        if (values != null) {
            return values.stream().noneMatch(value -> holds(one, value));
        }
        return isAbove(one, other) || isAbove(other, one);
    }

    /** The only values that make it true; null: there are others. */
    private static @Nullable List<Object> values(Comparison comparison) {
        return switch (comparison.operator()) {
            case EQUAL -> List.of(comparison.constant());
            case IN -> List.copyOf((List<?>) comparison.constant());
            default -> null;
        };
    }

    /** Whether what makes one true lies above all that makes the other true. */
    private static boolean isAbove(Comparison one, Comparison other) {
        boolean from = one.operator() == Operator.MORE || one.operator() == Operator.AT_LEAST;
        boolean to = other.operator() == Operator.LESS || other.operator() == Operator.AT_MOST;
        if (!from || !to || !(one.constant() instanceof Double low) || !(other.constant() instanceof Double high)) {
            return false;
        }
        boolean both = one.operator() == Operator.AT_LEAST && other.operator() == Operator.AT_MOST;
        return both ? low > high : low >= high;
    }

    /** Whether a value makes a comparison true; a comparison of different kinds that fails counts as one that may hold. */
    private static boolean holds(Comparison comparison, Object value) {
        Object constant = comparison.constant();
        return switch (comparison.operator()) {
            case EQUAL -> constant.equals(value);
            case NOT_EQUAL -> !constant.equals(value);
            case IN -> ((List<?>) constant).contains(value);
            case NOT_IN -> !((List<?>) constant).contains(value);
            case LESS, AT_MOST, MORE, AT_LEAST -> Folded.ordered(comparison.operator(), value, constant);
        };
    }

    /** What is given, for people. */
    List<String> given(String subject) {
        return given.getOrDefault(subject, Set.of()).stream().sorted().collect(Collectors.toList());
    }
}
