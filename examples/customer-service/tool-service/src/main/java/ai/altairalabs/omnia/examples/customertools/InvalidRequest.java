package ai.altairalabs.omnia.examples.customertools;

/** The request cannot be served as it was sent; the message is for the caller. */
final class InvalidRequest extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidRequest(String message) {
        super(message);
    }

    String why() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
