package ai.altairalabs.omnia.core.cel;

/**
 * How long an expression's evaluations have worked beyond their ordinary limit, all together. In a new process what they go
 * through is loaded and interpreted, which passes; an expression that is always slow uses up its account and is then held to
 * the limit. Safe for use by several threads; an evaluation within its limit does not touch it.
 */
final class Overtime {
    private static final long ACCOUNT = Limits.OVERTIME.toNanos();

    private long used;

    /** Puts this down; whether the account still holds it. */
    synchronized boolean use(long nanos) {
        used += nanos;
        return used <= ACCOUNT;
    }
}
