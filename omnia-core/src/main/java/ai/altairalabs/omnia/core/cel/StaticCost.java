package ai.altairalabs.omnia.core.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Set;

/**
 * What can be told of an expression's cost before it runs. An expression is simple when nothing in it repeats, and no part
 * of it gives a value larger than the call itself holds: then each part walks over the body once at most, and parts times
 * octets is a bound for the whole. Everything else is watched by a {@link Meter} while it runs.
 */
final class StaticCost {
    /** What an expression that is not simple has in place of a number of parts. */
    static final int UNKNOWN = Integer.MAX_VALUE;

    /** Parts times octets up to which cel-java needs no meter: some milliseconds at the very worst. */
    static final long WALKED = 1L << 18;

    /** The same for {@link Direct}, which compares texts and walks over nothing. */
    static final long COMPARED = 1L << 24;

    /** What is looked at besides the body, in octets: header values, for the most part. */
    private static final long ELSEWHERE = 1L << 12;

    /** Variables that are there without being copied. */
    private static final Set<Variable> AT_HAND =
            Set.of(Variable.HEADERS, Variable.BODY, Variable.AGENT, Variable.TOOL, Variable.SESSION, Variable.REQUEST);

    /** Functions that look at each of their arguments once at most and make nothing that grows. */
    private static final Set<String> SIMPLE = Set.of(
            "_&&_",
            "_||_",
            "!_",
            "_?_:_",
            "_==_",
            "_!=_",
            "_<_",
            "_<=_",
            "_>_",
            "_>=_",
            "_[_]",
            "@in",
            "-_",
            "_-_",
            "_*_",
            "_/_",
            "_%_",
            "size",
            "startsWith",
            "endsWith",
            "double",
            "int",
            "uint");

    private StaticCost() {}

    /** How many parts a simple expression has, else {@link #UNKNOWN}. */
    static int parts(CelAbstractSyntaxTree ast) {
        return parts(ast.getExpr());
    }

    /** Whether so many parts over a body of so many octets stay below one of the bounds above. */
    static boolean isBelow(long bound, int parts, long octets) {
        return parts != UNKNOWN && octets <= bound / parts - ELSEWHERE;
    }

    private static int parts(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CONSTANT -> 1;
            case IDENT ->
                AT_HAND.stream()
                                .anyMatch(each ->
                                        each.celName().equals(expression.ident().name()))
                        ? 1
                        : UNKNOWN;
            case SELECT -> sum(List.of(expression.select().operand()));
            case CALL -> call(expression.call());
            case LIST ->
                expression.list().elements().stream().allMatch(StaticCost::isConstant)
                        ? sum(expression.list().elements())
                        : UNKNOWN;
            case NOT_SET, STRUCT, MAP, COMPREHENSION -> UNKNOWN;
        };
    }

    private static int call(CelExpr.CelCall call) {
        if (!SIMPLE.contains(call.function())) {
            return UNKNOWN;
        }
        int target = call.target().map(StaticCost::parts).orElse(0);
        int arguments = sum(call.args());
        return target == UNKNOWN || arguments == UNKNOWN ? UNKNOWN : target + arguments;
    }

    private static int sum(List<CelExpr> expressions) {
        int sum = 1;
        for (CelExpr each : expressions) {
            int parts = parts(each);
            if (parts == UNKNOWN) {
                return UNKNOWN;
            }
            sum += parts;
        }
        return sum;
    }

    private static boolean isConstant(CelExpr expression) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT;
    }
}
