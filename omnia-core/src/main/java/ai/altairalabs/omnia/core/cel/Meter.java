package ai.altairalabs.omnia.core.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.CelEvaluationListener;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches one evaluation and ends it at its limits: it is told of the result of every part of the expression. cel-java
 * has a limit for iterations, which a part can hide, and none for what a value grows to or for time.
 */
@SuppressWarnings("Immutable") // one evaluation on one thread
@Immutable
final class Meter implements CelEvaluationListener {
    /** How much is done between two looks at the clock. */
    private static final long CLOCK_STEP = 256;

    /** What takes the same time whatever it is given. */
    private static final Set<String> CHEAP = Set.of(
            "_&&_", "_||_", "!_", "@not_strictly_false", "_?_:_", "_[_]", "_+_", "_-_", "-_", "_*_", "_/_", "_%_");

    private static final String TOO_MUCH = "the evaluation made values that are too large";
    private static final String TOO_LONG = "the evaluation took too long";

    private static final String TOO_MANY = "the evaluation took too many iterations";

    private final Limits limits;
    private final BitSet steps;
    private int iterations;
    private long spent;
    private long nextLook = CLOCK_STEP;
    private final long start;
    private long threadStart;
    private boolean looked;

    /**
     * For one evaluation.
     *
     * @param steps as {@link #steps} finds them in the expression
     */
    Meter(Limits limits, BitSet steps) {
        this.limits = limits;
        this.steps = steps;
        this.start = limits.nanoClock().getAsLong();
    }

    /** The parts of an expression that are evaluated once in each step of its macros, by their ids. */
    static BitSet steps(CelAbstractSyntaxTree ast) {
        BitSet steps = new BitSet();
        CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(expr -> expr.exprKind().getKind() == CelExpr.ExprKind.Kind.COMPREHENSION)
                .forEach(expr -> steps.set(
                        Math.toIntExact(expr.comprehension().loopStep().id())));
        return steps;
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        spent++;
        if (steps.get((int) expression.id()) && ++iterations > limits.iterations()) {
            throw new LimitReached(TOO_MANY);
        }
        if (value instanceof String text) {
            spent += text.length() >> 2;
        } else if (!(value instanceof StructValue) && (value instanceof List || value instanceof Map)) {
            weigh(value);
        }
        if (spent > nextLook || isDear(expression)) {
            look();
        }
    }

    /** One such call can take as long as thousands of other steps. */
    private static boolean isDear(CelExpr expression) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
                && !CHEAP.contains(expression.call().function());
    }

    /** Counts what a value holds. A value may hold one other many times: it is counted as often, and not beyond the limit. */
    private void weigh(Object value) {
        if (spent > limits.cost()) {
            throw new LimitReached(TOO_MUCH);
        }
        switch (value) {
            case StructValue<?, ?> _ -> spent++;
            case List<?> list -> {
                spent++;
                for (Object item : list) {
                    weigh(item);
                }
            }
            case Map<?, ?> map -> {
                spent++;
                for (Object item : map.values()) {
                    weigh(item);
                }
            }
            case String text -> spent += 1 + (text.length() >> 6);
            default -> spent++;
        }
    }

    private void look() {
        if (spent > limits.cost()) {
            throw new LimitReached(TOO_MUCH);
        }
        nextLook = spent + CLOCK_STEP;
        if (!looked) {
            looked = true;
            threadStart = limits.threadClock().getAsLong();
        }
        long time = limits.time().toNanos();
        // The thread's own time is asked only when it matters: that costs more than a look at the clock on the wall.
        if (limits.nanoClock().getAsLong() - start > time
                && limits.threadClock().getAsLong() - threadStart > time) {
            throw new LimitReached(TOO_LONG);
        }
    }
}
