package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.call.CallMap;
import ai.altairalabs.omnia.core.call.JsonArray;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.ErrorValue;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
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
    private final Overtime overtime;
    private final Watched watched;
    private final long start;
    private int iterations;
    private long spent;
    private long nextLook = CLOCK_STEP;
    private long threadStart;
    private boolean looked;

    /** How much overtime was put down for this evaluation. */
    private long over;

    /**
     * For one evaluation.
     *
     * @param overtime of the expression
     * @param watched of the expression
     */
    Meter(Limits limits, Overtime overtime, Watched watched) {
        this.limits = limits;
        this.overtime = overtime;
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
        if (watched.isBound(expression) && size(value) > Limits.MAX_MADE) {
            throw new LimitReached(TOO_MUCH);
        }
        if (value instanceof String || value instanceof CelByteString) {
            spent += length(value) >> 2;
        } else if (value instanceof List || value instanceof Map) {
            weigh(value);
        }
        // The first look is before anything is done with a large value.
        if (spent > nextLook || isDear(expression) || (!looked && size(value) > CLOCK_STEP)) {
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

    /** What a value holds that the expression made: the library walks such a value whole, twice at each access. */
    private void weigh(Object value) {
        long weight = made(value, Limits.MAX_MADE);
        spent += weight;
        if (weight > Limits.MAX_MADE) {
            throw new LimitReached(TOO_MUCH);
        }
    }

    /** How many values it is, as often as they are held; counted no further than a little beyond the limit. */
    private static long made(Object value, long limit) {
        if (value instanceof JsonArray || value instanceof CallMap) {
            return 1;
        }
        if (value instanceof List<?> list) {
            return 1 + sum(list, limit - 1);
        }
        if (value instanceof Map<?, ?> map) {
            long weight = 1 + sum(map.values(), limit - 1);
            for (Object key : map.keySet()) {
                weight += lines(key);
            }
            return weight;
        }
        return 1 + lines(value);
    }

    private static long sum(Collection<?> values, long limit) {
        long sum = 0;
        for (Object value : values) {
            sum += made(value, limit - sum);
            if (sum > limit) {
                break;
            }
        }
        return sum;
    }

    private static long lines(Object value) {
        return length(value) / Limits.LINE;
    }

    private static int length(Object value) {
        return switch (value) {
            case String text -> text.length();
            case CelByteString octets -> octets.size();
            default -> 0;
        };
    }

    /** The library makes a value of its own of a list or map to which a name is bound. */
    private static int size(Object value) {
        if (value instanceof Collection<?> list) {
            return list.size();
        }
        return value instanceof Map<?, ?> map ? map.size() : 0;
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
        if (limits.nanoClock().getAsLong() - start > time) {
            long worked = limits.threadClock().getAsLong() - threadStart;
            if (worked > time) {
                goOver(worked, time);
            }
        }
    }

    private void goOver(long worked, long time) {
        long more = worked - time - over;
        over += more;
        if (!overtime.use(more) || worked > time * Limits.PATIENCE) {
            throw new LimitReached(TOO_LONG);
        }
    }
}
