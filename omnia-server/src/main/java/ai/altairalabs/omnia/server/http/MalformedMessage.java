package ai.altairalabs.omnia.server.http;

/** An HTTP message that a door does not pass on. The message may be shown to the peer: it holds none of its values. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessage(String message) {
        super(message, null, false, false);
    }

    /** What is wrong: never null here. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
