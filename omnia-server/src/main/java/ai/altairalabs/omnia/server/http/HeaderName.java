package ai.altairalabs.omnia.server.http;

import ai.altairalabs.omnia.core.call.EightOctets;
import java.nio.charset.StandardCharsets;

/** A header that a door treats in its own way. */
public enum HeaderName {
    HOST("host"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding", true),
    CONNECTION("connection", true),
    KEEP_ALIVE("keep-alive", true),
    TE("te", true),
    TRAILER("trailer", true),
    UPGRADE("upgrade", true),
    HTTP2_SETTINGS("http2-settings", true),
    /** Not a header of HTTP: tools that run as CGI take it for a setting of theirs. */
    PROXY("proxy", true),
    PROXY_CONNECTION("proxy-connection", true),
    PROXY_AUTHORIZATION("proxy-authorization", true),
    PROXY_AUTHENTICATE("proxy-authenticate", true),
    PROXY_AUTHENTICATION_INFO("proxy-authentication-info", true),
    EXPECT("expect"),
    AUTHORIZATION("authorization"),
    COOKIE("cookie"),
    CONTENT_TYPE("content-type"),
    CONTENT_ENCODING("content-encoding"),
    /** These make some tools read another method or path than the request line's. */
    X_HTTP_METHOD_OVERRIDE("x-http-method-override"),
    X_HTTP_METHOD("x-http-method"),
    X_METHOD_OVERRIDE("x-method-override"),
    X_ORIGINAL_URL("x-original-url"),
    X_REWRITE_URL("x-rewrite-url"),
    /** Any name that starts with {@code X-Omnia-}. */
    OMNIA("x-omnia-"),
    /** Any other. */
    OTHER("");

    private static final HeaderName[] TABLE = new HeaderName[256];

    static {
        for (HeaderName name : values()) {
            if (name != OTHER && name != OMNIA) {
                int slot = slot(hash(name.text));
                while (TABLE[slot] != null) {
                    slot = slot + 1 & 255;
                }
                TABLE[slot] = name;
            }
        }
    }

    private static final long LOWER_CASE = 0x2020202020202020L;

    private final String text;

    @SuppressWarnings("Immutable") // nobody changes them
    private final byte[] octets;

    private final boolean hopByHop;

    HeaderName(String text) {
        this(text, false);
    }

    HeaderName(String text, boolean hopByHop) {
        this.text = text;
        this.octets = text.getBytes(StandardCharsets.US_ASCII);
        this.hopByHop = hopByHop;
    }

    /** Whether it is about one connection only and so is never passed on (RFC 9110, section 7.6.1). */
    public boolean hopByHop() {
        return hopByHop;
    }

    /** The header of this name; the hash is that of {@link #hash}. */
    static HeaderName of(byte[] bytes, int from, int to, int hash) {
        int slot = slot(hash);
        for (HeaderName name = TABLE[slot]; name != null; name = TABLE[slot]) {
            if (name.octets.length == to - from && name.matches(bytes, from)) {
                return name;
            }
            slot = slot + 1 & 255;
        }
        return to - from >= OMNIA.octets.length && OMNIA.matches(bytes, from) ? OMNIA : OTHER;
    }

    /** The hash of a name without regard to case, {@code _} read as {@code -}. */
    static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 31 + HttpSyntax.canonical((byte) name.charAt(i));
        }
        return hash;
    }

    private boolean matches(byte[] bytes, int from) {
        return (octets.length >= Long.BYTES && isSpeltAs(bytes, from)) || matchesEachOctet(bytes, from);
    }

    /**
     * The same eight octets at a time, and false for names written with {@code _}. Of the octets of a token only a letter's
     * other case becomes that letter by this bit.
     */
    private boolean isSpeltAs(byte[] bytes, int from) {
        int last = octets.length - Long.BYTES;
        for (int at = 0; at < last; at += Long.BYTES) {
            if ((EightOctets.at(bytes, from + at) | LOWER_CASE) != EightOctets.at(octets, at)) {
                return false;
            }
        }
        return (EightOctets.at(bytes, from + last) | LOWER_CASE) == EightOctets.at(octets, last);
    }

    private boolean matchesEachOctet(byte[] bytes, int from) {
        for (int i = 0; i < octets.length; i++) {
            if (HttpSyntax.canonical(bytes[from + i]) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & 255;
    }
}
