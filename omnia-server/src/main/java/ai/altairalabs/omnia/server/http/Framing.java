package ai.altairalabs.omnia.server.http;

/** How a message's body is delimited (RFC 9112, section 6). */
public sealed interface Framing {
    /** No body. */
    record None() implements Framing {}

    /** So many octets. */
    record Length(long octets) implements Framing {}

    /** Chunks. */
    record Chunked() implements Framing {}

    /** Until the connection closes: answers only. */
    record UntilClose() implements Framing {}

    Framing NONE = new None();
    Framing CHUNKED = new Chunked();
    Framing UNTIL_CLOSE = new UntilClose();

    /**
     * The framing that the fields declare, {@link None} when they declare none.
     *
     * @param http11 whether the message's version is 1.1
     */
    static Framing of(Fields fields, boolean http11) throws MalformedMessage {
        int length = fields.only(HeaderName.CONTENT_LENGTH);
        int coding = fields.only(HeaderName.TRANSFER_ENCODING);
        if (length >= 0) {
            fields.checkSpelling(length);
        }
        if (coding >= 0) {
            fields.checkSpelling(coding);
            if (length >= 0) {
                throw new MalformedMessage("the message has both `Content-Length` and `Transfer-Encoding`");
            }
            if (!http11 || !fields.isValued(coding, "chunked")) {
                throw new MalformedMessage("`Transfer-Encoding` must be `chunked`, with HTTP/1.1");
            }
            return CHUNKED;
        }
        return length < 0 ? NONE : new Length(readLength(fields, length));
    }

    private static long readLength(Fields fields, int field) throws MalformedMessage {
        int digits = fields.valueLength(field);
        long length = 0;
        for (int i = 0; i < digits; i++) {
            byte octet = fields.valueOctet(field, i);
            if (octet < '0' || octet > '9') {
                throw new MalformedMessage("`Content-Length` is not a number");
            }
            length = length * 10 + (octet - '0');
        }
        if (digits == 0 || digits > 18) {
            throw new MalformedMessage("`Content-Length` is not a number");
        }
        return length;
    }
}
