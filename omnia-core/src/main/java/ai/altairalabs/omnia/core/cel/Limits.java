package ai.altairalabs.omnia.core.cel;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What one evaluation may cost (semantics, section 6). An evaluation beyond a limit has failed.
 *
 * @param iterations steps of all comprehensions together
 * @param cost characters and list items of all intermediate results together
 * @param time how long it may take, by both clocks; longer only while the expression has {@link #OVERTIME} left
 * @param nanoClock a clock that never goes back, in nanoseconds
 * @param threadClock how long the thread that asks has worked, in nanoseconds: a thread that has to wait for others is not to
 *     blame; where nothing better is known, the same as {@code nanoClock}
 */
public record Limits(int iterations, long cost, Duration time, LongSupplier nanoClock, LongSupplier threadClock) {
    /** The most code points of an expression. */
    public static final int MAX_EXPRESSION_LENGTH = 4096;

    /** How deep an expression may nest. */
    public static final int MAX_EXPRESSION_DEPTH = 40;

    /** The largest program of a regular expression, in instructions of RE2. */
    public static final int MAX_REGEX_PROGRAM = 250;

    /** The most items that a list or map may hold which an expression makes or gives a name to, those in its items included. */
    public static final int MAX_MADE = 1 << 15;

    /** How many characters or octets of a text in such a list or map count as one item more. */
    public static final int LINE = 64;

    /**
     * How long all evaluations of an expression together may work beyond {@link #time()} each: in a new process the JVM still
     * loads and interprets what they go through.
     */
    public static final Duration OVERTIME = Duration.ofMillis(250);

    /** How many times {@link #time()} one evaluation may take, overtime included. */
    public static final int PATIENCE = 10;

    public Limits {
        if (iterations < 1 || cost < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("limits are positive");
        }
        Objects.requireNonNull(nanoClock);
        Objects.requireNonNull(threadClock);
    }

    /** These limits by one clock. */
    public Limits(int iterations, long cost, Duration time, LongSupplier nanoClock) {
        this(iterations, cost, time, nanoClock, nanoClock);
    }

    /** 10,000 iterations, 4 Mi characters and items, 5 milliseconds by this clock. */
    public static Limits standard(LongSupplier nanoClock) {
        return standard(nanoClock, nanoClock);
    }

    /** The same by two clocks. */
    public static Limits standard(LongSupplier nanoClock, LongSupplier threadClock) {
        return new Limits(10_000, 4L << 20, Duration.ofMillis(5), nanoClock, threadClock);
    }
}
