package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.cli.HostPort;
import java.net.InetSocketAddress;

/** Addresses that were listened on, as a client on this machine writes them. */
final class Addresses {
    private Addresses() {}

    static HostPort reachable(InetSocketAddress address) {
        if (address.getAddress() == null) {
            return new HostPort(address.getHostString(), address.getPort());
        }
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return new HostPort(host, address.getPort());
    }
}
