package ai.altairalabs.omnia.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/** Where the facades of agents listen. */
final class FacadeArguments {
    private static final String DEFAULT = "127.0.0.1";

    @Option(
            names = "--facade-listen",
            paramLabel = "HOST",
            defaultValue = DEFAULT,
            description = "The facades' address (default: ${DEFAULT-VALUE}). Ports: the manifests'.")
    private String host = DEFAULT;

    @Option(names = "--any-port", description = "Take free ports for facades instead of the manifests'.")
    private boolean anyPort;

    String host() {
        if (new InetSocketAddress(host, 0).isUnresolved()) {
            throw HostPort.noAddress(host);
        }
        return host;
    }

    boolean anyPort() {
        return anyPort;
    }
}
