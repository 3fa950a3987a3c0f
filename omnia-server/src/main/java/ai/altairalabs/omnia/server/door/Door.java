package ai.altairalabs.omnia.server.door;

import java.net.InetSocketAddress;
import java.time.Duration;

/** A running door of any kind. */
public interface Door extends AutoCloseable {
    /** Where it takes requests. */
    InetSocketAddress address();

    /**
     * Takes nothing new, lets what is in flight end, and closes.
     *
     * @param patience how long it waits for what is in flight
     */
    void drain(Duration patience);

    /** Closes at once. */
    @Override
    void close();
}
