package ai.altairalabs.omnia.server.http;

/** The head of an answer, read as strictly as a request's. */
public final class ResponseHead {
    private static final String VERSION = "HTTP/1.1 ";
    private static final int STATUS = VERSION.length();

    private final byte[] bytes;
    private final int status;
    private final int lineEnd;
    private final boolean http11;
    private final Fields fields;
    private final Framing framing;
    private final Connections connections;

    private ResponseHead(byte[] bytes, boolean answersHead, HeadLimits limits) throws MalformedMessage {
        this.bytes = bytes;
        int end = 0;
        while (bytes[end] != '\r') {
            if (!HttpSyntax.isFieldValue(bytes[end])) {
                throw new MalformedMessage("the status line is not valid");
            }
            end++;
        }
        if (end < STATUS + 3
                || bytes[end + 1] != '\n'
                || bytes[0] != 'H'
                || bytes[1] != 'T'
                || bytes[2] != 'T'
                || bytes[3] != 'P'
                || bytes[4] != '/'
                || bytes[5] != '1'
                || bytes[6] != '.'
                || (bytes[7] != '1' && bytes[7] != '0')
                || bytes[8] != ' '
                || (end > STATUS + 3 && bytes[STATUS + 3] != ' ')) {
            throw new MalformedMessage("the status line is not valid");
        }
        http11 = bytes[7] == '1';
        status = digit(STATUS) * 100 + digit(STATUS + 1) * 10 + digit(STATUS + 2);
        if (status < 100 || status > 599) {
            throw new MalformedMessage("the status is not valid");
        }
        lineEnd = end + 2;
        fields = Fields.read(bytes, lineEnd, limits.fields());
        connections = Connections.of(fields);
        Framing declared = Framing.of(fields, http11);
        if (answersHead || status < 200 || status == 204 || status == 304) {
            framing = Framing.NONE;
        } else {
            framing = declared instanceof Framing.None ? Framing.UNTIL_CLOSE : declared;
        }
    }

    /**
     * Reads a head.
     *
     * @param bytes exactly the head, with the empty line
     * @param answersHead whether it answers a HEAD request and so has no body
     */
    public static ResponseHead read(byte[] bytes, boolean answersHead, HeadLimits limits) throws MalformedMessage {
        return new ResponseHead(bytes, answersHead, limits);
    }

    /**
     * Whether an answer can begin with these octets: as far as they go, they are a version and a status.
     *
     * @param length how many there are
     */
    public static boolean canBegin(byte[] bytes, int length) {
        for (int i = 0; i < Math.min(length, STATUS + 3); i++) {
            boolean digit = i >= STATUS || i == STATUS - 2;
            boolean fits = digit ? bytes[i] >= '0' && bytes[i] <= '9' : bytes[i] == VERSION.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private int digit(int at) throws MalformedMessage {
        int digit = bytes[at] - '0';
        if (digit < 0 || digit > 9) {
            throw new MalformedMessage("the status is not valid");
        }
        return digit;
    }

    /** The status, 100 to 599. */
    public int status() {
        return status;
    }

    /** Whether it announces the answer and is not the answer itself. */
    public boolean interim() {
        return status < 200;
    }

    /** The header fields as sent. */
    public Fields fields() {
        return fields;
    }

    /** How the body is delimited. */
    public Framing framing() {
        return framing;
    }

    /** Whether the sender lets another request follow on the connection. */
    public boolean keepsAlive() {
        return http11 && !connections.close() && !(framing instanceof Framing.UntilClose);
    }

    /** Whether the field is about the sender's connection only. */
    public boolean hopByHop(int field) {
        return connections.covers(fields, field);
    }

    /** The head's octets: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the status line's text after the version starts, with its blank. */
    public int statusStart() {
        return STATUS - 1;
    }

    /** Where the first field's line starts. */
    public int fieldsStart() {
        return lineEnd;
    }
}
