package ai.altairalabs.omnia.server.door;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a door takes requests.
 *
 * @param address port 0 takes a free one
 * @param tls what it shows; null: it speaks without TLS. Closed with the door
 */
public record Listening(InetSocketAddress address, @Nullable ServerTls tls) {
    public Listening {
        Objects.requireNonNull(address);
    }

    /** Without TLS. */
    public static Listening plain(InetSocketAddress address) {
        return new Listening(address, null);
    }

    void close() {
        if (tls != null) {
            tls.close();
        }
    }
}
