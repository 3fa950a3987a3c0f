package ai.altairalabs.omnia.core.lint;

import ai.altairalabs.omnia.core.lint.Comparison.Operator;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of expressions that read nothing of the call. */
final class Folded {
    private Folded() {}

    /** A Double, String or Boolean; null: it depends on the call, or is not worked out here. */
    static @Nullable Object value(CelExpr part) {
        Object constant = Comparison.value(part);
        if (constant != null || part.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return constant;
        }
        List<CelExpr> arguments = part.call().args();
        if (part.call().target().isPresent() || arguments.isEmpty()) {
            return null;
        }
        Object first = value(arguments.getFirst());
        Object last = value(arguments.getLast());
        return switch (part.call().function()) {
            case "!_" -> first instanceof Boolean bool ? !bool : null;
            case "_&&_" -> junction(first, last, false);
            case "_||_" -> junction(first, last, true);
            default ->
                first == null || last == null ? null : compared(part.call().function(), first, last);
        };
    }

    /** The value of a comparison of two values of one kind; null: it is none, or of two. */
    private static @Nullable Object compared(String function, Object first, Object last) {
        if (first.getClass() != last.getClass()) {
            return null;
        }
        return switch (function) {
            case "_==_" -> first.equals(last);
            case "_!=_" -> !first.equals(last);
            case "_<_" -> ordered(Operator.LESS, first, last);
            case "_<=_" -> ordered(Operator.AT_MOST, first, last);
            case "_>_" -> ordered(Operator.MORE, first, last);
            case "_>=_" -> ordered(Operator.AT_LEAST, first, last);
            default -> null;
        };
    }

    private static @Nullable Object junction(@Nullable Object first, @Nullable Object last, boolean decisive) {
        if (Boolean.valueOf(decisive).equals(first) || Boolean.valueOf(decisive).equals(last)) {
            return decisive;
        }
        return first instanceof Boolean && last instanceof Boolean ? (Object) !decisive : null;
    }

    /** Whether two values stand in this order; true when they are of kinds that have none together. */
    static boolean ordered(Operator operator, Object first, Object last) {
        int order;
        if (first instanceof Double one && last instanceof Double other) {
            order = Double.compare(one, other);
        } else if (first instanceof String one && last instanceof String other) {
            order = one.compareTo(other);
        } else {
            return true;
        }
        return switch (operator) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
            case EQUAL, NOT_EQUAL, IN, NOT_IN -> true;
        };
    }
}
