package ai.altairalabs.omnia.core.lint;

import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        presence.walk(expression, known, Scope.NONE);
        return presence.missing;
    }

    /** What is there when an expression came to this value. */
    static Set<CallPath> when(CelExpr expression, boolean value) {
        return when(expression, value, Scope.NONE);
    }

    private static Set<CallPath> when(CelExpr expression, boolean value, Scope scope) {
        return facts(expression, value, true, scope);
    }

    /**
     * What is there for certain.
     *
     * @param came the expression came to the value; otherwise: whatever is lacking among these would make it come to the
     *     other one, so that on the way to something it must be known to be there already
     */
    private static Set<CallPath> facts(CelExpr expression, boolean value, boolean came, Scope scope) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT
                && expression.select().testOnly()) {
            return value
                    ? CallPath.of(expression, scope).map(path -> of(path, came)).orElse(Set.of())
                    : Set.of();
        }
        if (expression.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION
                && Scope.isBinding(expression.comprehension())) {
            return facts(expression.comprehension().result(), value, came, scope.within(expression.comprehension()));
        }
        if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return Set.of();
        }
        List<CelExpr> arguments = expression.call().args();
        return switch (expression.call().function()) {
            case "!_" -> facts(arguments.getFirst(), !value, came, scope);
            case "_&&_" -> joined(arguments, value, value, came, scope);
            case "_||_" -> joined(arguments, value, !value, came, scope);
            case "_?_:_" -> {
                if (!came) {
                    yield Set.of();
                }
                Set<CallPath> yes = union(when(arguments.get(0), true, scope), when(arguments.get(1), value, scope));
                yes.retainAll(union(when(arguments.get(0), false, scope), when(arguments.get(2), value, scope)));
                yield yes;
            }
            case "@in" ->
                value
                        ? CallPath.text(arguments.getFirst())
                                .flatMap(key ->
                                        CallPath.of(arguments.getLast(), scope).map(path -> of(path.plus(key), came)))
                                .orElse(Set.of())
                        : Set.of();
            default -> Set.of();
        };
    }

    private static Set<CallPath> joined(List<CelExpr> sides, boolean value, boolean both, boolean came, Scope scope) {
        Set<CallPath> result = new HashSet<>(facts(sides.getFirst(), value, came, scope));
        for (CelExpr side : sides.subList(1, sides.size())) {
            if (both) {
                result.addAll(facts(side, value, came, scope));
            } else {
                result.retainAll(facts(side, value, came, scope));
            }
        }
        return result;
    }

    private static Set<CallPath> union(Set<CallPath> one, Set<CallPath> other) {
        Set<CallPath> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }

    /** Without what is known of items of that name: a macro around may give its own items the same one. */
    private static Set<CallPath> outside(CallPath items, Set<CallPath> known) {
        int length = items.names().size();
        return known.stream()
                .filter(path ->
                        path.names().size() < length || !path.prefix(length).equals(items))
                .collect(Collectors.toSet());
    }

    /** A path, and all on the way to it. */
    private static Set<CallPath> of(CallPath path, boolean way) {
        Set<CallPath> all = new HashSet<>();
        for (int i = way ? 1 : path.names().size(); i <= path.names().size(); i++) {
            all.add(path.prefix(i));
        }
        return all;
    }

    private void walk(CelExpr expression, Set<CallPath> known, Scope scope) {
        switch (expression.getKind()) {
            case CONSTANT, IDENT, NOT_SET -> {}
            case SELECT -> {
                CelExpr operand = expression.select().operand();
                if (expression.select().testOnly()) {
                    walk(operand, known, scope);
                } else if (!require(expression, known, scope)) {
                    walk(operand, known, scope);
                }
            }
            case CALL -> call(expression, known, scope);
            case LIST -> expression.list().elements().forEach(element -> walk(element, known, scope));
            case STRUCT -> expression.struct().entries().forEach(entry -> walk(entry.value(), known, scope));
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    walk(entry.key(), known, scope);
                    walk(entry.value(), known, scope);
                });
            case COMPREHENSION -> {
                CelExpr.CelComprehension macro = expression.comprehension();
                walk(macro.iterRange(), known, scope);
                walk(macro.accuInit(), known, scope);
                Scope inner = scope.within(macro);
                Set<CallPath> more = Scope.items(macro, scope)
                        .map(path -> union(outside(path, known), of(path, true)))
                        .orElse(known);
                walk(macro.loopStep(), more, inner);
                walk(macro.result(), more, inner);
            }
        }
    }

    private void call(CelExpr expression, Set<CallPath> known, Scope scope) {
        List<CelExpr> arguments = expression.call().args();
        switch (expression.call().function()) {
            case "_&&_" -> guarded(arguments, known, true, scope);
            case "_||_" -> guarded(arguments, known, false, scope);
            case "_?_:_" -> {
                walk(arguments.get(0), known, scope);
                walk(arguments.get(1), union(known, when(arguments.get(0), true, scope)), scope);
                walk(arguments.get(2), union(known, when(arguments.get(0), false, scope)), scope);
            }
            case "_?._", "_[?_]" -> walk(arguments.getFirst(), known, scope);
            case "_[_]" -> {
                if (!require(expression, known, scope)) {
                    arguments.forEach(argument -> walk(argument, known, scope));
                }
            }
            default -> {
                expression.call().target().ifPresent(target -> walk(target, known, scope));
                arguments.forEach(argument -> walk(argument, known, scope));
            }
        }
    }

    /** Each side matters only where the other came to this value. */
    private void guarded(List<CelExpr> sides, Set<CallPath> known, boolean value, Scope scope) {
        for (int i = 0; i < sides.size(); i++) {
            Set<CallPath> more = new HashSet<>(known);
            for (int j = 0; j < sides.size(); j++) {
                if (i != j) {
                    more.addAll(facts(sides.get(j), value, false, scope));
                }
            }
            walk(sides.get(i), more, scope);
        }
    }

    /** Whether it is a path; where it is, everything on it must be there. */
    private boolean require(CelExpr expression, Set<CallPath> known, Scope scope) {
        return CallPath.of(expression, scope)
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
    static boolean isOptional(CelExpr expression) {
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
