package ai.altairalabs.omnia.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts the head of a request together again that another program has taken apart, so that it is read by the same rules as
 * one that came over a socket. Nothing that it is given can become more than the one part that it is given as.
 */
public final class DescribedHead {
    private static final byte[] END = {'\r', '\n'};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final HeadLimits limits;

    /** A head of this method and target: path and query as they stand in a request line. */
    public DescribedHead(String method, String target, HeadLimits limits) throws MalformedMessage {
        this.limits = limits;
        if (!isVisible(method)) {
            throw new MalformedMessage("the method is not valid");
        }
        if (!isVisible(target)) {
            throw new MalformedMessage("the request target has a character that cannot stand there");
        }
        text(method).text(" ").text(target);
        if (bytes.size() > limits.startLine()) {
            throw new MalformedMessage("the first line is longer than " + limits.startLine() + " bytes");
        }
        text(" HTTP/1.1\r\n");
    }

    /** Adds a field whose value is a text of which each character is one octet. */
    public DescribedHead field(String name, String value) throws MalformedMessage {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                throw new MalformedMessage("a header has a character that cannot stand there");
            }
        }
        return field(name, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Adds a field. */
    public DescribedHead field(String name, byte[] value) throws MalformedMessage {
        if (!isVisible(name) || name.indexOf(':') >= 0) {
            throw new MalformedMessage("a header's name is not valid");
        }
        for (byte octet : value) {
            if (octet == '\n') {
                throw new MalformedMessage("a line ends other than by CR LF");
            }
            if (!HttpSyntax.isFieldValue(octet)) {
                throw new MalformedMessage("a header has a control character or a line end other than CR LF");
            }
        }
        text(name).text(": ");
        bytes.writeBytes(value);
        bytes.writeBytes(END);
        if (bytes.size() > limits.head()) {
            throw new MalformedMessage("the headers are longer than " + limits.head() + " bytes");
        }
        return this;
    }

    /** Reads the whole. */
    public RequestHead read() throws MalformedMessage {
        bytes.writeBytes(END);
        return RequestHead.readDescribed(bytes.toByteArray(), limits);
    }

    private DescribedHead text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Whether it is not empty and of visible ASCII only. */
    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
