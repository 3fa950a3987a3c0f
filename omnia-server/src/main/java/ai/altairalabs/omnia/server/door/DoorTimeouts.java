package ai.altairalabs.omnia.server.door;

import java.time.Duration;

/**
 * How long a door waits. Each is positive and precise to about a tenth of a second.
 *
 * @param connect for a connection to the tool
 * @param answer for the tool's answer, and for each further part of it, where the tool's handler names no timeout
 * @param requestHead for a request's head, from its first octet on
 * @param requestBody for the next octets of a request's body
 * @param clientWrite for the client to take in octets of an answer
 * @param keepAlive for the next request on a client's connection
 * @param upstreamKeepAlive how long an unused connection to the tool is kept: shorter than what the common servers keep
 *     it, so that a call does not meet a connection that is just being closed
 * @param drainIdle for the next request on a client's connection once the door drains: a client that is at work asks again
 *     sooner and is told that the connection ends, one that is not would hold the door up
 */
public record DoorTimeouts(
        Duration connect,
        Duration answer,
        Duration requestHead,
        Duration requestBody,
        Duration clientWrite,
        Duration keepAlive,
        Duration upstreamKeepAlive,
        Duration drainIdle) {
    /** 5 s, 30 s, 10 s, 30 s, 60 s, 75 s, 4 s, 1 s. */
    public static final DoorTimeouts DEFAULT = new DoorTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(75),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1));

    public DoorTimeouts {
        check(connect);
        check(answer);
        check(requestHead);
        check(requestBody);
        check(clientWrite);
        check(keepAlive);
        check(upstreamKeepAlive);
        check(drainIdle);
    }

    private static void check(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a timeout must be positive and at most a day");
        }
    }
}
