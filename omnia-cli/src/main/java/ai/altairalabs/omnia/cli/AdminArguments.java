package ai.altairalabs.omnia.cli;

import picocli.CommandLine.Option;

/** Where a server that runs in a pod is asked for its health. */
final class AdminArguments {
    private static final String DEFAULT = "127.0.0.1:9090";

    @Option(
            names = "--admin-listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            defaultValue = DEFAULT,
            description = "/livez, /readyz and /metrics (default: ${DEFAULT-VALUE}; port 0 takes a free one).")
    private HostPort listen = HostPort.parse(DEFAULT);

    HostPort listen() {
        return listen;
    }
}
