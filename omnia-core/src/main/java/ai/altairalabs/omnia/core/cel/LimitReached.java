package ai.altairalabs.omnia.core.cel;

/**
 * Ends an evaluation that has reached a limit. It is an {@link Error} because an exception would end only a part: cel-java
 * keeps that of one side of {@code ||}, {@code &&} or one step of {@code exists} as that part's value, and goes on.
 */
final class LimitReached extends Error {
    private static final long serialVersionUID = 1L;

    /** For a reason that is safe to record. */
    LimitReached(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
