package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.admin.JdkServer;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.audit.Refused;
import ai.altairalabs.omnia.server.http.FirstLine;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.metrics.Metrics.Refusal;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands where a door will be as soon as its policies and keys are there. Until then every request is refused with 503, counted
 * and recorded (semantics, section 8).
 */
public final class WaitingDoor implements AutoCloseable {
    private static final Answer ANSWER = Answer.notOpen();

    private final String namespace;
    private final AuditLog audit;
    private final Metrics metrics;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private WaitingDoor(Listening listen, String namespace, AuditLog audit, Metrics metrics) throws IOException {
        this.namespace = namespace;
        this.audit = audit;
        this.metrics = metrics;
        ServerTls tls = listen.tls();
        server = tls == null ? JdkServer.create(listen.address()) : JdkServer.create(listen.address(), tls.context());
        server.createContext("/", this::refuse);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Takes requests, to refuse them.
     *
     * @param listen where the door will be; stays open when this is closed
     * @param namespace for records; empty where it is not known yet
     * @throws IOException when the address cannot be had
     */
    public static WaitingDoor open(Listening listen, String namespace, AuditLog audit, Metrics metrics)
            throws IOException {
        return new WaitingDoor(listen, namespace, audit, metrics);
    }

    private void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            FirstLine line = FirstLine.told(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString());
            metrics.count(Refusal.NOT_READY);
            audit.write(new Refused(
                    Refused.What.REQUEST,
                    Instant.now(),
                    ANSWER.status(),
                    Refusal.NOT_READY.word(),
                    ANSWER.message(),
                    Refused.Request.of(line.method(), line.path(), namespace)));
            byte[] json = ANSWER.json().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(ANSWER.status(), json.length);
            exchange.getResponseBody().write(json);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
