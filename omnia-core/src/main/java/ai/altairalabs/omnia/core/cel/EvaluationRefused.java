package ai.altairalabs.omnia.core.cel;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/**
 * Ends an evaluation for a reason that is safe to record: it holds no value of the call. It is one of cel-java's own
 * exceptions because that library writes the arguments of a function that throws another one into its message.
 */
final class EvaluationRefused extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    EvaluationRefused(String reason) {
        super(new Cause(reason), CelErrorCode.INVALID_ARGUMENT);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    /** No stack trace: a refused evaluation is nothing unusual. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** What stays of the reason where the library keeps only an exception's cause. */
    static final class Cause extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cause(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
