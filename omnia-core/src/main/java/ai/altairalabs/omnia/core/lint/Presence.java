package ai.altairalabs.omnia.core.lint;

import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what an expression reads although nothing says that it is there. {@code a && b} comes to false when one side does
 * whatever the other, so that a test on either side guards both; likewise {@code a || b}.
 */
final class Presence {
    private final Map<CallPath, CelExpr> missing = new LinkedHashMap<>();

    private Presence() {}

    /** What may be missing, and where it is read first. */
    static Map<CallPath, CelExpr> unguarded(CelExpr expression, Set<CallPath> known) {
        Presence presence = new Presence();
        presence.walk(expression, known);
        return presence.missing;
    }

    /** What is there when an expression came to this value. */
    static Set<CallPath> when(CelExpr expression, boolean value) {
        return facts(expression, value, true);
    }

    /**
     * What is there for certain.
     *
     * @param came the expression came to the value; otherwise: whatever is lacking among these would make it come to the
     *     other one, so that on the way to something it must be known to be there already
     */
    private static Set<CallPath> facts(CelExpr expression, boolean value, boolean came) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT
                && expression.select().testOnly()) {
            return value ? CallPath.of(expression).map(path -> of(path, came)).orElse(Set.of()) : Set.of();
        }
        if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return Set.of();
        }
        List<CelExpr> arguments = expression.call().args();
        return switch (expression.call().function()) {
            case "!_" -> facts(arguments.getFirst(), !value, came);
            case "_&&_" -> joined(arguments, value, value, came);
            case "_||_" -> joined(arguments, value, !value, came);
            case "_?_:_" -> {
                if (!came) {
                    yield Set.of();
                }
                Set<CallPath> yes = union(when(arguments.get(0), true), when(arguments.get(1), value));
                yes.retainAll(union(when(arguments.get(0), false), when(arguments.get(2), value)));
                yield yes;
            }
            case "@in" ->
                value
                        ? CallPath.text(arguments.getFirst())
                                .flatMap(key -> CallPath.of(arguments.getLast()).map(path -> of(path.plus(key), came)))
                                .orElse(Set.of())
                        : Set.of();
            default -> Set.of();
        };
    }

    private static Set<CallPath> joined(List<CelExpr> sides, boolean value, boolean both, boolean came) {
        Set<CallPath> result = new HashSet<>(facts(sides.getFirst(), value, came));
        for (CelExpr side : sides.subList(1, sides.size())) {
            if (both) {
                result.addAll(facts(side, value, came));
            } else {
                result.retainAll(facts(side, value, came));
            }
        }
        return result;
    }

    private static Set<CallPath> union(Set<CallPath> one, Set<CallPath> other) {
        Set<CallPath> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }

    /** A path, and all on the way to it. */
    private static Set<CallPath> of(CallPath path, boolean way) {
        Set<CallPath> all = new HashSet<>();
        for (int i = way ? 1 : path.names().size(); i <= path.names().size(); i++) {
            all.add(path.prefix(i));
        }
        return all;
    }

    private void walk(CelExpr expression, Set<CallPath> known) {
        switch (expression.getKind()) {
            case CONSTANT, IDENT, NOT_SET -> {}
            case SELECT -> {
                CelExpr operand = expression.select().operand();
                if (expression.select().testOnly()) {
                    walk(operand, known);
                } else if (!require(expression, known)) {
                    walk(operand, known);
                }
            }
            case CALL -> call(expression, known);
            case LIST -> expression.list().elements().forEach(element -> walk(element, known));
            case STRUCT -> expression.struct().entries().forEach(entry -> walk(entry.value(), known));
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    walk(entry.key(), known);
                    walk(entry.value(), known);
                });
            case COMPREHENSION -> {
                walk(expression.comprehension().iterRange(), known);
                walk(expression.comprehension().accuInit(), known);
                walk(expression.comprehension().loopStep(), known);
                walk(expression.comprehension().result(), known);
            }
        }
    }

    private void call(CelExpr expression, Set<CallPath> known) {
        List<CelExpr> arguments = expression.call().args();
        switch (expression.call().function()) {
            case "_&&_" -> guarded(arguments, known, true);
            case "_||_" -> guarded(arguments, known, false);
            case "_?_:_" -> {
                walk(arguments.get(0), known);
                walk(arguments.get(1), union(known, when(arguments.get(0), true)));
                walk(arguments.get(2), union(known, when(arguments.get(0), false)));
            }
            case "_?._", "_[?_]" -> walk(arguments.getFirst(), known);
            case "_[_]" -> {
                if (!require(expression, known)) {
                    arguments.forEach(argument -> walk(argument, known));
                }
            }
            default -> {
                expression.call().target().ifPresent(target -> walk(target, known));
                arguments.forEach(argument -> walk(argument, known));
            }
        }
    }

    /** Each side matters only where the other came to this value. */
    private void guarded(List<CelExpr> sides, Set<CallPath> known, boolean value) {
        for (int i = 0; i < sides.size(); i++) {
            Set<CallPath> more = new HashSet<>(known);
            for (int j = 0; j < sides.size(); j++) {
                if (i != j) {
                    more.addAll(facts(sides.get(j), value, false));
                }
            }
            walk(sides.get(i), more);
        }
    }

    /** Whether it is a path; where it is, everything on it must be there. */
    private boolean require(CelExpr expression, Set<CallPath> known) {
        return CallPath.of(expression)
                .filter(path -> !isOptional(expression))
                .map(path -> {
                    for (int i = 1; i <= path.names().size(); i++) {
                        if (!known.contains(path.prefix(i))) {
                            missing.putIfAbsent(path.prefix(i), expression);
                            break;
                        }
                    }
                    return path;
                })
                .isPresent();
    }

    /** Whether what it is taken from may be nothing. */
    private static boolean isOptional(CelExpr expression) {
        return switch (expression.getKind()) {
            case SELECT -> isOptional(expression.select().operand());
            case CALL ->
                expression.call().function().contains("?")
                        || (!expression.call().args().isEmpty()
                                && isOptional(expression.call().args().getFirst()));
            default -> false;
        };
    }
}
