package ai.altairalabs.omnia.core.cel;

/** Ends an evaluation for a reason that is safe to record: it holds no value of the call. */
final class EvaluationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    EvaluationRefused(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
