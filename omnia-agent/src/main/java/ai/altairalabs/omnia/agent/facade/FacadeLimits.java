package ai.altairalabs.omnia.agent.facade;

import java.time.Duration;

/**
 * What a facade takes from its clients.
 *
 * @param connections open at once, from 1; one more is closed
 * @param messageBytes of one WebSocket message, from 1
 * @param bodyBytes of one completion request, from 1
 * @param bodyTime how long a client may take to send a body, above zero
 * @param idle how long a connection may be silent, longer than a turn may take
 * @param writeTime how long a client may take to read a piece of an answer, above zero
 */
public record FacadeLimits(
        int connections, int messageBytes, int bodyBytes, Duration bodyTime, Duration idle, Duration writeTime) {
    /** A thousand connections, messages of 256 KiB, bodies of 1 MiB. */
    public static final FacadeLimits DEFAULT = new FacadeLimits(
            1_000, 256 << 10, 1 << 20, Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(30));

    public FacadeLimits {
        if (connections < 1 || messageBytes < 1 || bodyBytes < 1) {
            throw new IllegalArgumentException("a limit of the facade is at least 1");
        }
        if (!bodyTime.isPositive() || !idle.isPositive() || !writeTime.isPositive()) {
            throw new IllegalArgumentException("a time limit of the facade is above zero");
        }
    }
}
