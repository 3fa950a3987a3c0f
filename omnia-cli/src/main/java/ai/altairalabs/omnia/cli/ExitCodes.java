package ai.altairalabs.omnia.cli;

/** What a command's exit code says. */
public final class ExitCodes {
    /** Done, or the answer is yes. */
    public static final int OK = 0;

    /** The answer is no: faults were found, a call was refused, a check did not hold. */
    public static final int NO = 1;

    /** Wrong usage, or it cannot be done. */
    public static final int CANNOT = 2;

    private ExitCodes() {}
}
