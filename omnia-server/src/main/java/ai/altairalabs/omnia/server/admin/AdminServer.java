package ai.altairalabs.omnia.server.admin;

import ai.altairalabs.omnia.server.metrics.Metrics;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port for operators: {@code GET /livez}, {@code /readyz} and {@code /metrics}, and what else a program adds. It is meant
 * for loopback or for a cluster's own network; a request that a browser sends on behalf of a page is refused.
 */
public final class AdminServer implements AutoCloseable {
    /** How long a request's body may be, in bytes. */
    public static final int MAX_BODY = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Map<String, AdminHandler>> routes = new ConcurrentHashMap<>();

    private AdminServer(HttpServer server) {
        this.server = server;
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /**
     * Starts at this address; port 0 takes a free one.
     *
     * @param readiness what must be there for {@code /readyz} to say 200
     * @throws IOException when the address cannot be had
     */
    public static AdminServer start(InetSocketAddress address, Metrics metrics, List<Readiness> readiness)
            throws IOException {
        AdminServer admin = new AdminServer(JdkServer.create(address));
        List<Readiness> needed = List.copyOf(readiness);
        admin.route("GET", "/livez", _ -> AdminResponse.text(200, "ok\n"));
        admin.route("GET", "/readyz", _ -> readyz(needed));
        admin.route("GET", "/metrics", _ -> AdminResponse.of(200, METRICS_TYPE, metrics.scrape()));
        admin.server.createContext("/", admin::serve);
        admin.server.setExecutor(admin.threads);
        admin.server.start();
        return admin;
    }

    /** Adds a handler for this method and exact path. */
    public AdminServer route(String method, String path, AdminHandler handler) {
        routes.computeIfAbsent(path, _ -> new ConcurrentHashMap<>()).put(method, handler);
        return this;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static AdminResponse readyz(List<Readiness> needed) {
        StringBuilder missing = new StringBuilder();
        for (Readiness one : needed) {
            String reason = one.missing();
            if (!reason.isEmpty()) {
                missing.append(reason).append('\n');
            }
        }
        return missing.isEmpty() ? AdminResponse.text(200, "ok\n") : AdminResponse.text(503, missing.toString());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            AdminResponse response;
            try {
                response = answer(exchange);
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                LOG.error("a request to `{}` failed", exchange.getRequestURI().getPath(), e);
                response = AdminResponse.text(500, "something went wrong; the log says what\n");
            }
            response.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), empty ? -1 : body.length);
            if (!empty) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private AdminResponse answer(HttpExchange exchange) throws Exception {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        Map<String, AdminHandler> methods = path == null ? null : routes.get(path);
        if (methods == null) {
            return AdminResponse.text(404, "not found\n");
        }
        AdminHandler handler = methods.get(method.equals("HEAD") ? "GET" : method);
        if (handler == null) {
            return AdminResponse.text(405, "method not allowed\n");
        }
        if (exchange.getRequestHeaders().containsKey("Origin")) {
            return AdminResponse.text(403, "not for browsers\n");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return AdminResponse.text(413, "too large\n");
        }
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!values.isEmpty()) {
                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst());
            }
        });
        String query = exchange.getRequestURI().getRawQuery();
        return handler.handle(new AdminRequest(
                method, path, query == null ? "" : query, headers, new String(body, StandardCharsets.UTF_8)));
    }
}
