package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.server.door.Listening;
import ai.altairalabs.omnia.server.door.ServerTls;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a door speaks TLS. */
final class TlsArguments {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = {
                "Speak TLS with this certificate chain, as PEM (default: without TLS).",
                "A changed file counts."
            })
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, as PEM in the form PKCS 8.")
    private @Nullable Path key;

    /**
     * Where and how a door takes requests.
     *
     * @throws CannotDo if one is given without the other, or they cannot be read
     */
    Listening listening(InetSocketAddress address) {
        Path chain = certificate;
        Path secret = key;
        if (chain == null && secret == null) {
            return Listening.plain(address);
        }
        if (chain == null || secret == null) {
            throw new CannotDo("`--tls-cert` and `--tls-key` belong together: give both");
        }
        try {
            return new Listening(address, ServerTls.ofFiles(chain, secret));
        } catch (IllegalArgumentException e) {
            throw new CannotDo(String.valueOf(e.getMessage()));
        }
    }
}
