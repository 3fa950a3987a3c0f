package ai.altairalabs.omnia.bench.faults;

import java.nio.charset.StandardCharsets;

/**
 * One call, known by a number of its own at both ends.
 *
 * @param id tells it from all others of the run
 * @param amount what is to be refunded: the policies let 100 pass and refuse 750
 */
record Call(long id, int amount) {
    static final int SMALL = 100;
    static final int LARGE = 750;

    /** The request, with so many octets of ballast in its body; the tool is asked to take this long. */
    byte[] request(int ballast, int delayMillis) {
        return request("{\"amount\":" + amount + ",\"reason\":\"" + "x".repeat(ballast) + "\"}", delayMillis);
    }

    byte[] request() {
        return request(1, 0);
    }

    private byte[] request(String body, int delayMillis) {
        return (head("POST /v1/refund", delayMillis) + "Content-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A request for so many octets, which no policy reads. */
    byte[] export(long octets) {
        return (head("GET /v1/export?octets=" + octets, 0) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private String head(String line, int delayMillis) {
        return line + " HTTP/1.1\r\nHost: tool\r\nX-Omnia-Agent-Name: bench\r\nX-Call: " + id + "\r\nX-Delay: "
                + delayMillis + "\r\n";
    }
}
