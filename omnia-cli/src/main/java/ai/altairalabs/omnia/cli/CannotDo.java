package ai.altairalabs.omnia.cli;

/** What a command cannot do, in words for its user: exit code 2. */
public final class CannotDo extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message in lower case that says what to do. */
    public CannotDo(String message) {
        super(message);
    }
}
