package ai.altairalabs.omnia.server.http;

/**
 * How long a message's head may be.
 *
 * @param startLine octets of the request line or status line, 64 to 65536
 * @param head octets of the whole head, 256 to 1 MiB
 * @param fields how many header fields, 1 to 1000
 */
public record HeadLimits(int startLine, int head, int fields) {
    /** 8 KiB, 32 KiB, 100 fields. */
    public static final HeadLimits DEFAULT = new HeadLimits(8192, 32768, 100);

    public HeadLimits {
        if (startLine < 64 || startLine > 65536 || head < 256 || head > 1 << 20 || fields < 1 || fields > 1000) {
            throw new IllegalArgumentException("a limit of a message's head is out of range");
        }
    }
}
