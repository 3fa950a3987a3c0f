package ai.altairalabs.omnia.realparts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A request that is sent as it is written: no client tidies its path or its headers. */
public final class RawCall {
    private static final int PATIENCE_MILLIS = 120_000;

    private RawCall() {}

    /**
     * Sends it to a port of loopback.
     *
     * @param tls as whom; null: without TLS
     * @param line method and path
     * @return the status of the answer; 0: the connection ended without one
     */
    public static int send(int port, @Nullable SSLContext tls, String line, Map<String, String> headers) {
        StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\nHost: tool\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        if (!line.startsWith("GET ")) {
            request.append("Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}");
        } else {
            request.append("\r\n");
        }
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (Socket socket = tls == null ? plain : secured(plain, tls, port)) {
                socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
                return answer.matches("HTTP/1.1 [0-9]{3}") ? Integer.parseInt(answer.substring(9)) : 0;
            }
        } catch (IOException _) {
            return 0;
        }
    }

    private static Socket secured(Socket plain, SSLContext tls, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        socket.startHandshake();
        return socket;
    }
}
