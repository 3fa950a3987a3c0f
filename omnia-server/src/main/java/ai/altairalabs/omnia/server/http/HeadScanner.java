package ai.altairalabs.omnia.server.http;

/** Finds the end of a message's head, and refuses a line that ends other than by CR LF as soon as it is there. */
public final class HeadScanner {
    /** The head has not ended yet. */
    public static final int INCOMPLETE = -1;

    private HeadScanner() {}

    /**
     * Where the head that starts at 0 ends.
     *
     * @param bytes the message's first octets
     * @param length how many there are
     * @return the number of octets with the empty line, or {@link #INCOMPLETE}
     */
    public static int end(byte[] bytes, int length, HeadLimits limits) throws MalformedMessage {
        int line = 0;
        for (int i = OctetScan.lineFeed(bytes, 0, length); i < length; i = OctetScan.lineFeed(bytes, i + 1, length)) {
            if (i == line || bytes[i - 1] != '\r') {
                throw new MalformedMessage("a line ends other than by CR LF");
            }
            if (line == 0 && i + 1 > limits.startLine()) {
                throw tooLongLine(limits);
            }
            if (i == line + 1) {
                if (i + 1 > limits.head()) {
                    throw tooLong(limits);
                }
                return i + 1;
            }
            line = i + 1;
        }
        if (line == 0 && length > limits.startLine()) {
            throw tooLongLine(limits);
        }
        if (length >= limits.head()) {
            throw tooLong(limits);
        }
        return INCOMPLETE;
    }

    private static MalformedMessage tooLongLine(HeadLimits limits) {
        return new MalformedMessage("the first line is longer than " + limits.startLine() + " bytes");
    }

    private static MalformedMessage tooLong(HeadLimits limits) {
        return new MalformedMessage("the headers are longer than " + limits.head() + " bytes");
    }
}
