package ai.altairalabs.omnia.server.admin;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/** The JDK's HTTP server with limits: it has none unless it is told so before it is first used. */
public final class JdkServer {
    private static final int BACKLOG = 128;

    static {
        // In seconds and connections.
        limit("sun.net.httpserver.maxReqTime", "30");
        limit("sun.net.httpserver.maxRspTime", "120");
        limit("sun.net.httpserver.idleInterval", "60");
        limit("jdk.httpserver.maxConnections", "512");
    }

    private JdkServer() {}

    /**
     * A server at this address that is not started; port 0 takes a free one.
     *
     * @throws IOException when the address cannot be had
     */
    public static HttpServer create(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, BACKLOG);
    }

    /**
     * The same with TLS.
     *
     * @throws IOException when the address cannot be had
     */
    public static HttpServer create(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
