package ai.altairalabs.omnia.server.door;

import static ai.altairalabs.omnia.server.door.ForwardingTest.REFUND;
import static ai.altairalabs.omnia.server.door.ForwardingTest.refund;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools behind TLS: reached only when their certificate is trusted and is theirs. */
class SecureUpstreamTest {
    private static final char[] PASSWORD = "for-tests".toCharArray();

    @TempDir
    private static Path directory;

    private static KeyStore keys;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("tool.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "tool",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
    }

    private static RecordingTool tool() throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return RecordingTool.on(
                context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress()),
                request -> {
                    request.read();
                    request.answer(RecordingTool.OK);
                    return true;
                });
    }

    private static SslContext trusting(boolean trusted) throws Exception {
        SslContextBuilder builder = SslContextBuilder.forClient();
        return trusted
                ? builder.trustManager((X509Certificate) keys.getCertificate("tool"))
                        .build()
                : builder.build();
    }

    private static RawClient.Answer call(RecordingTool tool, String host, boolean trusted) throws Exception {
        URI upstream = URI.create("https://" + host + ":" + tool.uri().getPort());
        try (DoorFixture door =
                        DoorFixture.before(upstream).trusting(trusting(trusted)).start();
                RawClient client = door.client()) {
            assertThat(client.send(refund("", REFUND)).read().status()).isIn(200, 502);
            return client.send(refund("", REFUND)).read();
        }
    }

    @Test
    void a_trusted_tool_is_called_by_its_own_name() throws Exception {
        try (RecordingTool tool = tool()) {
            assertThat(call(tool, "localhost", true).status()).isEqualTo(200);
            assertThat(tool.connections()).isEqualTo(1);
            assertThat(tool.seen()).hasSize(2).allSatisfy(seen -> {
                assertThat(seen.values("Host"))
                        .containsExactly("localhost:" + tool.uri().getPort());
                assertThat(seen.body()).isEqualTo(REFUND);
            });
        }
    }

    @Test
    void a_tool_that_nobody_vouches_for_gets_nothing() throws Exception {
        try (RecordingTool tool = tool()) {
            RawClient.Answer answer = call(tool, "localhost", false);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).startsWith("{\"error\":\"upstream_unreachable\"");
            assertThat(tool.seen()).isEmpty();
        }
    }

    @Test
    void a_certificate_of_another_name_is_none() throws Exception {
        try (RecordingTool tool = tool()) {
            assertThat(call(tool, "127.0.0.1", true).status()).isEqualTo(502);
            assertThat(tool.seen()).isEmpty();
        }
    }
}
