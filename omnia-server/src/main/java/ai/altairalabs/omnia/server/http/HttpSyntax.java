package ai.altairalabs.omnia.server.http;

/** Which octets may stand where (RFC 9110, section 5; RFC 3986, appendix A). */
final class HttpSyntax {
    /** For an octet of a token: its lower case, {@code _} read as {@code -}; 0 for any other octet. */
    private static final byte[] CANONICAL = new byte[256];

    private static final boolean[] FIELD_VALUE = new boolean[256];
    private static final boolean[] PATH = new boolean[256];
    private static final boolean[] UNRESERVED = new boolean[256];

    static {
        for (int c = '0'; c <= '9'; c++) {
            CANONICAL[c] = (byte) c;
            UNRESERVED[c] = true;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            CANONICAL[c] = (byte) c;
            CANONICAL[c - 32] = (byte) c;
            UNRESERVED[c] = true;
            UNRESERVED[c - 32] = true;
        }
        for (char c : "!#$%&'*+-.^`|~".toCharArray()) {
            CANONICAL[c] = (byte) c;
        }
        CANONICAL['_'] = '-';
        for (int c = 0x20; c < 256; c++) {
            FIELD_VALUE[c] = c != 0x7f;
        }
        FIELD_VALUE['\t'] = true;
        for (char c : "-._~".toCharArray()) {
            UNRESERVED[c] = true;
        }
        System.arraycopy(UNRESERVED, 0, PATH, 0, 256);
        for (char c : "!$&'()*+,=:@/".toCharArray()) {
            PATH[c] = true;
        }
    }

    private HttpSyntax() {}

    static byte canonical(byte octet) {
        return CANONICAL[octet & 0xff];
    }

    static boolean isFieldValue(byte octet) {
        return FIELD_VALUE[octet & 0xff];
    }

    /** An octet that a path may hold as itself. {@code ;} is none: it starts a parameter that readers treat differently. */
    static boolean isPath(byte octet) {
        return PATH[octet & 0xff];
    }

    static boolean isUnreserved(int octet) {
        return UNRESERVED[octet];
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
