package ai.altairalabs.omnia.server.door;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that a door shows, with its key, from two files that are looked at again and again: a renewed pair is shown
 * to new connections without a restart, and one that cannot be read leaves the one before in use.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Path certificate;
    private final Path key;
    private final AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
    private final Thread thread = Thread.ofVirtual().name("certificate").unstarted(this::follow);
    private List<FileTime> seen;

    private ServerTls(Path certificate, Path key) throws IOException, GeneralSecurityException {
        this.certificate = Objects.requireNonNull(certificate);
        this.key = Objects.requireNonNull(key);
        seen = stamps();
        read();
    }

    /**
     * Reads both, and goes on looking at them.
     *
     * @param certificate a chain as PEM, the server's own first
     * @param key its private key as PEM, in the form PKCS 8
     * @throws IllegalArgumentException if they cannot be read: says which
     */
    public static ServerTls ofFiles(Path certificate, Path key) {
        for (Path file : List.of(certificate, key)) {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("there is no file `" + file + "` that may be read");
            }
        }
        try {
            ServerTls tls = new ServerTls(certificate, key);
            tls.thread.start();
            return tls;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(unusable(certificate, key), e);
        }
    }

    private static String unusable(Path certificate, Path key) {
        return "`" + certificate + "` and `" + key
                + "` are no certificate and private key: give both as PEM, the key in the form PKCS 8";
    }

    private List<FileTime> stamps() throws IOException {
        return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }

    private void read() throws IOException, GeneralSecurityException {
        manager.updateIdentityCredentials(certificate.toFile(), key.toFile());
    }

    private void follow() {
        while (true) {
            try {
                Thread.sleep(LOOK);
                List<FileTime> now = stamps();
                if (!now.equals(seen)) {
                    read();
                    seen = now;
                    LOG.info("shows the new certificate of `{}`", certificate);
                }
            } catch (InterruptedException _) {
                return;
            } catch (IOException | GeneralSecurityException | RuntimeException _) {
                LOG.warn("{}; the ones before stay in use", unusable(certificate, key));
            }
        }
    }

    /** For servers of the JDK. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {manager}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For gRPC. */
    SslContext grpc() {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forServer(manager), SslProvider.JDK)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
