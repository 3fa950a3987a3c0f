package ai.altairalabs.omnia.core.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.ErrorValue;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.CelEvaluationListener;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches one evaluation and ends it at its limits: it is told of the result of every part of the expression. cel-java
 * has a limit for iterations, which a part can hide, and none for what a value grows to or for time. It also ends it where
 * cel-java would take a failure for a value.
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
    private final Watched watched;
    private int iterations;
    private long spent;
    private long nextLook = CLOCK_STEP;
    private final long start;
    private long threadStart;
    private boolean looked;

    /**
     * For one evaluation.
     *
     * @param watched of the expression
     */
    Meter(Limits limits, Watched watched) {
        this.limits = limits;
        this.watched = watched;
        this.start = limits.nanoClock().getAsLong();
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        spent++;
        if (value instanceof ErrorValue failure && !watched.mayFail(expression)) {
            throw thrown(failure.value());
        }
        if (watched.isStep(expression) && ++iterations > limits.iterations()) {
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

    private static RuntimeException thrown(Exception failure) {
        return failure instanceof RuntimeException same
                ? same
                : new EvaluationRefused("the expression could not be evaluated");
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
