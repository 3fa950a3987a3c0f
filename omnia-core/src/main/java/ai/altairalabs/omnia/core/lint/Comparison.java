package ai.altairalabs.omnia.core.lint;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something compared with a constant, as it counts towards the truth of the whole: {@code !(500.0 >= a)} is {@code a > 500}.
 *
 * @param subject what is compared
 * @param operator how, the subject being on the left
 * @param constant a Double, String, Boolean or, for {@link Operator#IN}, a list of these
 * @param part the comparison as it is written
 * @param scope what names mean there
 */
record Comparison(CelExpr subject, Operator operator, Object constant, CelExpr part, Scope scope) {
    /** How two values are compared. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST,
        IN,
        NOT_IN;

        Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> AT_LEAST;
                case AT_MOST -> MORE;
                case MORE -> AT_MOST;
                case AT_LEAST -> LESS;
                case IN -> NOT_IN;
                case NOT_IN -> IN;
            };
        }

        Operator turned() {
            return switch (this) {
                case LESS -> MORE;
                case AT_MOST -> AT_LEAST;
                case MORE -> LESS;
                case AT_LEAST -> AT_MOST;
                case EQUAL, NOT_EQUAL, IN, NOT_IN -> this;
            };
        }
    }

    /** Every comparison that counts towards the truth of an expression, also of each item in {@code all} and {@code exists}. */
    static List<Comparison> all(CelExpr expression) {
        List<Comparison> all = new ArrayList<>();
        collect(expression, true, Scope.NONE, all);
        return all;
    }

    /** What a part says when it is true, or with {@code holds} false, when it is not; empty: it is no such comparison. */
    static Optional<Comparison> of(CelExpr part, boolean holds) {
        return of(part, holds, Scope.NONE);
    }

    /** The same where macros are around. */
    static Optional<Comparison> of(CelExpr part, boolean holds, Scope scope) {
        if (Syntax.isCall(part, "!_")) {
            return of(part.call().args().getFirst(), !holds, scope);
        }
        Operator operator = part.getKind() == CelExpr.ExprKind.Kind.CALL
                ? operator(part.call().function())
                : null;
        if (operator == null || part.call().args().size() != 2) {
            return Optional.empty();
        }
        CelExpr left = part.call().args().getFirst();
        CelExpr right = part.call().args().getLast();
        Object constant = operator == Operator.IN ? list(right) : value(right);
        CelExpr subject = left;
        if (constant == null && operator != Operator.IN) {
            constant = value(left);
            subject = right;
            operator = operator.turned();
        }
        if (constant == null || value(subject) != null) {
            return Optional.empty();
        }
        return Optional.of(new Comparison(subject, holds ? operator : operator.negated(), constant, part, scope));
    }

    private static void collect(CelExpr part, boolean holds, Scope scope, List<Comparison> all) {
        if (Syntax.isCall(part, "!_")) {
            collect(part.call().args().getFirst(), !holds, scope, all);
        } else if (Syntax.isCall(part, "_&&_") || Syntax.isCall(part, "_||_")) {
            part.call().args().forEach(argument -> collect(argument, holds, scope, all));
        } else if (Syntax.isCall(part, "_?_:_")) {
            collect(part.call().args().get(1), holds, scope, all);
            collect(part.call().args().get(2), holds, scope, all);
        } else if (part.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
            Scope inner = scope.within(part.comprehension());
            if (Scope.isBinding(part.comprehension())) {
                collect(part.comprehension().result(), holds, inner, all);
            }
            Syntax.asked(part, "_&&_")
                    .or(() -> Syntax.asked(part, "_||_"))
                    .ifPresent(asked -> collect(asked, holds, inner, all));
        } else {
            of(part, holds, scope).ifPresent(all::add);
        }
    }

    private static @Nullable Operator operator(String function) {
        return switch (function) {
            case "_==_" -> Operator.EQUAL;
            case "_!=_" -> Operator.NOT_EQUAL;
            case "_<_" -> Operator.LESS;
            case "_<=_" -> Operator.AT_MOST;
            case "_>_" -> Operator.MORE;
            case "_>=_" -> Operator.AT_LEAST;
            case "@in" -> Operator.IN;
            default -> null;
        };
    }

    /** A constant: numbers as Double, where they are exact. Null: it is none. */
    static @Nullable Object value(CelExpr part) {
        if (part.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return null;
        }
        CelConstant constant = part.constant();
        return switch (constant.getKind()) {
            case STRING_VALUE -> constant.stringValue();
            case BOOLEAN_VALUE -> constant.booleanValue();
            case DOUBLE_VALUE -> constant.doubleValue();
            case INT64_VALUE -> exact(constant.int64Value());
            case UINT64_VALUE -> exact(constant.uint64Value().longValue());
            default -> null;
        };
    }

    private static @Nullable Object exact(long number) {
        return Math.abs(number) <= 1L << 53 && number != Long.MIN_VALUE ? (Object) (double) number : null;
    }

    private static @Nullable Object list(CelExpr part) {
        if (part.getKind() != CelExpr.ExprKind.Kind.LIST) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (CelExpr element : part.list().elements()) {
            Object value = value(element);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }
}
