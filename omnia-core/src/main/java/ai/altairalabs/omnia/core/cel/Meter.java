package ai.altairalabs.omnia.core.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.CelEvaluationListener;
import java.util.List;
import java.util.Map;

/**
 * Watches one evaluation and ends it at its limits: it is told of the result of every part of the expression. cel-java
 * has a limit for iterations, and none for what a value grows to or for time.
 */
@SuppressWarnings("Immutable") // one evaluation on one thread
@Immutable
final class Meter implements CelEvaluationListener {
    /** How much is done between two looks at the clock. */
    private static final long CLOCK_STEP = 256;

    private static final String TOO_MUCH = "the evaluation made values that are too large";
    private static final String TOO_LONG = "the evaluation took too long";

    private final Limits limits;
    private long spent;
    private long nextLook = CLOCK_STEP;
    private long start;
    private boolean started;

    Meter(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        spent++;
        if (value instanceof String text) {
            spent += text.length() >> 2;
        } else if (!(value instanceof StructValue) && (value instanceof List || value instanceof Map)) {
            weigh(value);
        }
        if (spent > nextLook) {
            look();
        }
    }

    /** Counts what a value holds. A value may hold one other many times: it is counted as often, and not beyond the limit. */
    private void weigh(Object value) {
        if (spent > limits.cost()) {
            throw new EvaluationRefused(TOO_MUCH);
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
            throw new EvaluationRefused(TOO_MUCH);
        }
        nextLook = spent + CLOCK_STEP;
        long now = limits.nanoClock().getAsLong();
        if (!started) {
            started = true;
            start = now;
        } else if (now - start > limits.time().toNanos()) {
            throw new EvaluationRefused(TOO_LONG);
        }
    }
}
