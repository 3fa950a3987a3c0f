package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.call.JsonObject;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A short way to the value of what most rules say: fields, headers, comparisons with constants, and, or, not. It knows the
 * plain cases only, where all reads of the CEL specification agree: a field that is there, two numbers, two texts. Whatever
 * else comes up, an error first of all, has no value here ({@code null}), and cel-java evaluates the whole expression.
 */
@FunctionalInterface
interface Direct {
    /** Up to here each integer is a double. */
    long EXACT = 1L << 53;

    /** What two values that are not compared here have in place of an order. */
    int NO_ORDER = 2;

    /** The value for this call; null: ask cel-java. Never throws. */
    @Nullable
    Object value(CallVariables call);

    /** The short way for this expression; null when it holds anything that has none. */
    static @Nullable Direct of(CelAbstractSyntaxTree ast) {
        return of(ast.getExpr());
    }

    private static @Nullable Direct of(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CONSTANT -> constant(expression.constant());
            case SELECT -> select(expression.select());
            case CALL -> call(expression.call());
            case NOT_SET, IDENT, LIST, STRUCT, MAP, COMPREHENSION -> null;
        };
    }

    private static @Nullable Direct constant(CelConstant constant) {
        Object value = switch (constant.getKind()) {
            case STRING_VALUE -> constant.stringValue();
            case DOUBLE_VALUE -> constant.doubleValue();
            case INT64_VALUE -> constant.int64Value();
            case BOOLEAN_VALUE -> constant.booleanValue();
            case NOT_SET, NULL_VALUE, UINT64_VALUE, BYTES_VALUE, DURATION_VALUE, TIMESTAMP_VALUE -> null;
        };
        return value == null ? null : _ -> value;
    }

    private static @Nullable Direct select(CelExpr.CelSelect select) {
        String field = select.field();
        Direct operand = object(select.operand());
        if (operand != null) {
            return select.testOnly()
                    ? call -> operand.value(call) instanceof JsonObject object ? object.containsKey(field) : null
                    : call -> operand.value(call) instanceof JsonObject object ? object.get(field) : null;
        }
        Variable variable = variable(select.operand());
        if (variable == null || select.testOnly()) {
            return null;
        }
        return switch (variable) {
            case AGENT, TOOL, SESSION, REQUEST -> call -> call.field(variable, field);
            case HEADERS, BODY, QUERY, IDENTITY -> null;
        };
    }

    /** What gives a JSON object: the body, or a field of one. */
    private static @Nullable Direct object(CelExpr expression) {
        if (variable(expression) == Variable.BODY) {
            return CallVariables::readBody;
        }
        boolean selects = expression.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT
                && !expression.select().testOnly();
        return selects ? select(expression.select()) : null;
    }

    private static @Nullable Variable variable(CelExpr expression) {
        if (expression.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT) {
            for (Variable variable : Variable.values()) {
                if (variable.celName().equals(expression.ident().name())) {
                    return variable;
                }
            }
        }
        return null;
    }

    private static @Nullable Direct call(CelExpr.CelCall call) {
        if (call.target().isPresent()) {
            return null;
        }
        List<CelExpr> arguments = call.args();
        return switch (call.function()) {
            case "_[_]" -> index(arguments.get(0), arguments.get(1));
            case "@in" -> isIn(arguments.get(0), arguments.get(1));
            default -> {
                List<Direct> operands = new ArrayList<>(3);
                for (CelExpr argument : arguments) {
                    Direct operand = of(argument);
                    if (operand == null) {
                        yield null;
                    }
                    operands.add(operand);
                }
                yield operator(call.function(), operands);
            }
        };
    }

    private static @Nullable Direct operator(String function, List<Direct> operands) {
        return switch (operands.size()) {
            case 1 -> unary(function, operands.getFirst());
            case 2 -> binary(function, operands.getFirst(), operands.getLast());
            default -> null;
        };
    }

    private static @Nullable Direct unary(String function, Direct operand) {
        return switch (function) {
            case "!_" -> call -> operand.value(call) instanceof Boolean bool ? !bool : null;
            case "double" -> call -> operand.value(call) instanceof Double number ? number : null;
            default -> null;
        };
    }

    private static @Nullable Direct binary(String function, Direct first, Direct last) {
        return switch (function) {
            case "_&&_" -> call -> junction(first, last, call, false);
            case "_||_" -> call -> junction(first, last, call, true);
            case "_==_" -> call -> areEqual(first.value(call), last.value(call));
            case "_!=_" ->
                call -> areEqual(first.value(call), last.value(call)) instanceof Boolean equal ? !equal : null;
            case "_<_" -> call -> ordered(first, last, call, order -> order < 0);
            case "_<=_" -> call -> ordered(first, last, call, order -> order <= 0);
            case "_>_" -> call -> ordered(first, last, call, order -> order > 0);
            case "_>=_" -> call -> ordered(first, last, call, order -> order >= 0);
            default -> null;
        };
    }

    private static @Nullable Direct index(CelExpr operand, CelExpr key) {
        boolean ofHeaders = variable(operand) == Variable.HEADERS;
        if (key.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || key.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return null;
        }
        String name = key.constant().stringValue();
        if (ofHeaders) {
            return CallVariables.isMasked(name) ? call -> call.header(name) : call -> call.headerAsSent(name);
        }
        Direct object = object(operand);
        return object == null
                ? null
                : call -> object.value(call) instanceof JsonObject fields ? fields.get(name) : null;
    }

    /** A text among constant ones, a name among headers or fields. */
    private static @Nullable Direct isIn(CelExpr item, CelExpr container) {
        Direct sought = of(item);
        if (sought == null) {
            return null;
        }
        if (variable(container) == Variable.HEADERS) {
            return call -> sought.value(call) instanceof String name ? call.header(name) != null : null;
        }
        if (container.exprKind().getKind() != CelExpr.ExprKind.Kind.LIST) {
            Direct object = object(container);
            return object == null
                    ? null
                    : call -> sought.value(call) instanceof String name && object.value(call) instanceof JsonObject map
                            ? map.containsKey(name)
                            : null;
        }
        List<String> texts = new ArrayList<>();
        for (CelExpr element : container.list().elements()) {
            if (element.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT
                    || element.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
                return null;
            }
            texts.add(element.constant().stringValue());
        }
        List<String> all = List.copyOf(texts);
        return call -> sought.value(call) instanceof String text ? all.contains(text) : null;
    }

    /** And, or: {@code decisive} is the value of one side that settles it. */
    private static @Nullable Object junction(Direct first, Direct last, CallVariables call, boolean decisive) {
        if (!(first.value(call) instanceof Boolean one)) {
            return null;
        }
        if (one == decisive) {
            return one;
        }
        return last.value(call) instanceof Boolean other ? other : null;
    }

    private static @Nullable Object areEqual(@Nullable Object one, @Nullable Object other) {
        if (one instanceof String text && other instanceof String same) {
            return text.equals(same);
        }
        if (one instanceof Boolean bool && other instanceof Boolean same) {
            return bool.equals(same);
        }
        int order = order(one, other);
        return order == NO_ORDER ? null : order == 0;
    }

    private static @Nullable Object ordered(Direct first, Direct last, CallVariables call, IntPredicate holds) {
        int order = order(first.value(call), last.value(call));
        return order == NO_ORDER ? null : holds.test(order);
    }

    /** How two numbers compare that are doubles, or integers that are exact as doubles. */
    private static int order(@Nullable Object one, @Nullable Object other) {
        return one instanceof Number left && other instanceof Number right && isExact(left) && isExact(right)
                ? Double.compare(left.doubleValue(), right.doubleValue())
                : NO_ORDER;
    }

    /** Negative zero and what is no number are left to cel-java. */
    private static boolean isExact(Number value) {
        return switch (value) {
            case Double number -> !number.isNaN() && (number != 0 || Double.doubleToRawLongBits(number) == 0);
            case Long number -> number >= -EXACT && number <= EXACT;
            default -> false;
        };
    }
}
