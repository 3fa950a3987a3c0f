package ai.altairalabs.omnia.server.http;

import ai.altairalabs.omnia.core.call.BodyGate;
import ai.altairalabs.omnia.core.call.Query;
import java.nio.charset.StandardCharsets;

/** The head of a request that is well-formed by the strict reading of RFC 9112: nothing in it has a second reading. */
public final class RequestHead {
    private static final String[] METHODS = {"POST", "GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"};

    private final byte[] bytes;
    private final String method;
    private final int targetEnd;
    private final String path;
    private final Query query;
    private final boolean http11;
    private final Fields fields;
    private final Framing framing;
    private final Connections connections;
    private final boolean expectsContinue;

    private RequestHead(byte[] bytes, HeadLimits limits, boolean needsHost) throws MalformedMessage {
        this.bytes = bytes;
        int methodEnd = methodEnd(bytes);
        method = method(bytes, methodEnd);
        int target = methodEnd + 1;
        int end = target;
        int mark = -1;
        for (byte octet = bytes[end]; octet > ' ' && octet != 0x7f; octet = bytes[++end]) {
            if (octet == '?' && mark < 0) {
                mark = end;
            }
        }
        targetEnd = end;
        http11 = version(bytes, end);
        int pathEnd = mark < 0 ? end : mark;
        RequestPath.check(bytes, target, pathEnd);
        path = new String(bytes, target, pathEnd - target, StandardCharsets.ISO_8859_1);
        query = mark < 0 ? Query.NONE : QueryReader.read(bytes, mark + 1, end);
        fields = Fields.read(bytes, end + " HTTP/1.1\r\n".length(), limits.fields());
        framing = Framing.of(fields, http11);
        connections = Connections.of(fields);
        expectsContinue = checkFields(needsHost);
    }

    /**
     * Reads a head.
     *
     * @param bytes exactly the head, with the empty line, as {@link HeadScanner} found it
     */
    public static RequestHead read(byte[] bytes, HeadLimits limits) throws MalformedMessage {
        return new RequestHead(bytes, limits, true);
    }

    /** Reads the head of a request that is described and not sent: it may lack a {@code Host}. */
    static RequestHead readDescribed(byte[] bytes, HeadLimits limits) throws MalformedMessage {
        return new RequestHead(bytes, limits, false);
    }

    private static int methodEnd(byte[] bytes) throws MalformedMessage {
        int at = 0;
        while (HttpSyntax.canonical(bytes[at]) != 0) {
            at++;
        }
        if (at == 0 || bytes[at] != ' ') {
            throw new MalformedMessage("the request line is not valid");
        }
        return at;
    }

    private static String method(byte[] bytes, int end) throws MalformedMessage {
        for (String known : METHODS) {
            if (known.length() == end && matches(bytes, 0, known)) {
                return known;
            }
        }
        String method = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        if (method.equalsIgnoreCase("CONNECT") || method.equalsIgnoreCase("TRACE")) {
            throw new MalformedMessage("the method `" + method + "` is not served");
        }
        return method;
    }

    private static boolean version(byte[] bytes, int at) throws MalformedMessage {
        boolean http = matches(bytes, at, " HTTP/1.1\r\n") || matches(bytes, at, " HTTP/1.0\r\n");
        if (!http && bytes[at] != ' ' && bytes[at] != '\r') {
            throw new MalformedMessage("the request target has a character that cannot stand there");
        }
        if (!http) {
            throw new MalformedMessage("the request line is not valid, or its version is not HTTP/1.1 or HTTP/1.0");
        }
        return bytes[at + " HTTP/1.".length()] == '1';
    }

    private static boolean matches(byte[] bytes, int at, String text) {
        if (bytes.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean checkFields(boolean needsHost) throws MalformedMessage {
        fields.checkNames();
        boolean host = !needsHost;
        boolean expects = false;
        for (int i = 0; i < fields.count(); i++) {
            switch (fields.known(i)) {
                case HOST -> host = isHost(fields, i);
                case EXPECT -> expects = isContinue(fields.value(i));
                case UPGRADE -> checkUpgrade(fields.value(i));
                case X_HTTP_METHOD, X_HTTP_METHOD_OVERRIDE, X_METHOD_OVERRIDE, X_ORIGINAL_URL, X_REWRITE_URL ->
                    throw new MalformedMessage(
                            "the header `" + fields.name(i) + "` asks for another method or path than was sent");
                default -> {}
            }
        }
        if (!host || (fields.only(HeaderName.HOST) < 0 && needsHost)) {
            throw new MalformedMessage("the request must have one valid `Host` header");
        }
        fields.only(HeaderName.CONTENT_TYPE);
        fields.only(HeaderName.CONTENT_ENCODING);
        fields.only(HeaderName.AUTHORIZATION);
        fields.only(HeaderName.EXPECT);
        if (hasBody() && !BodyGate.takesBody(method)) {
            throw new MalformedMessage("a `" + method + "` request must not have a body");
        }
        return expects && http11 && hasBody();
    }

    private static boolean isHost(Fields fields, int field) {
        int length = fields.valueLength(field);
        for (int i = 0; i < length; i++) {
            byte octet = fields.valueOctet(field, i);
            if (!HttpSyntax.isUnreserved(octet & 0xff) && ":[]".indexOf(octet) < 0) {
                return false;
            }
        }
        return length > 0;
    }

    private static boolean isContinue(String value) throws MalformedMessage {
        if (!value.equalsIgnoreCase("100-continue")) {
            throw new MalformedMessage("`Expect` must be `100-continue`");
        }
        return true;
    }

    /** A client that would rather speak HTTP/2 goes on with HTTP/1.1; one that wants another protocol cannot. */
    private static void checkUpgrade(String value) throws MalformedMessage {
        if (!value.equalsIgnoreCase("h2c")) {
            throw new MalformedMessage("upgrades to another protocol are not served");
        }
    }

    /** The method as sent. */
    public String method() {
        return method;
    }

    /** The path as sent, without the query: its own normal form. */
    public String path() {
        return path;
    }

    /** The decoded query. */
    public Query query() {
        return query;
    }

    /** Whether the version is 1.1, not 1.0. */
    public boolean http11() {
        return http11;
    }

    /** The header fields as sent. */
    public Fields fields() {
        return fields;
    }

    /** How the body is delimited. */
    public Framing framing() {
        return framing;
    }

    /** Whether there is a body of at least one octet, or may be. */
    public boolean hasBody() {
        return framing instanceof Framing.Chunked || (framing instanceof Framing.Length length && length.octets() > 0);
    }

    /** Whether the client waits for {@code 100 Continue} before it sends the body. */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    /** Whether the client may send another request on the connection. */
    public boolean keepsAlive() {
        return http11 && !connections.close();
    }

    /** Whether the field is about the client's connection only. */
    public boolean hopByHop(int field) {
        return connections.covers(fields, field);
    }

    /** The head's octets: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the request line's target ends in {@link #bytes}. */
    public int targetEnd() {
        return targetEnd;
    }
}
