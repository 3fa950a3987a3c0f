package ai.altairalabs.omnia.server.door;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the tool service is. The name is looked up at the start and again while connections are being made, beside the
 * event loops: a look-up may block.
 */
final class UpstreamAddress {
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String host;
    private final int port;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile List<InetSocketAddress> addresses = List.of();
    private volatile long refreshed;

    UpstreamAddress(URI upstream) {
        String name = upstream.getHost();
        host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        port = upstream.getPort() >= 0 ? upstream.getPort() : "https".equals(upstream.getScheme()) ? 443 : 80;
        refresh();
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** The addresses as last seen, best first; empty when the name is not known. */
    List<InetSocketAddress> current() {
        if (System.nanoTime() - refreshed > REFRESH_NANOS && refreshing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("omnia-resolve").start(() -> {
                try {
                    refresh();
                } finally {
                    refreshing.set(false);
                }
            });
        }
        return addresses;
    }

    private void refresh() {
        try {
            addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            // The last addresses stay: a tool outlives an outage of its name service.
        }
        refreshed = System.nanoTime();
    }
}
