package ai.altairalabs.omnia.examples.customertools;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service. It listens on the loopback address only and needs no token: whoever may reach it may call it, which is
 * why a door belongs in front of it.
 */
public final class CustomerToolsServer implements AutoCloseable {
    private static final int LARGEST_BODY = 1 << 20;
    private static final int SECONDS_TO_FINISH = 5;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads;
    private final Store store;
    private final Tools tools;
    private final RequestLog log;

    private CustomerToolsServer(HttpServer server, ExecutorService threads, Store store, RequestLog log) {
        this.server = server;
        this.threads = threads;
        this.store = store;
        this.tools = new Tools(store);
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param port 0 takes a free one
     * @param database the SQLite file; made and filled when it is new
     * @param log gets one JSON line for each request, but not for health checks
     * @throws IOException when the port is taken
     * @throws SQLException when the file cannot be used
     */
    public static CustomerToolsServer start(int port, Path database, PrintStream log) throws IOException, SQLException {
        Store store = Store.open(database);
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            store.close();
            throw e;
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        CustomerToolsServer service = new CustomerToolsServer(server, threads, store, new RequestLog(log));
        server.setExecutor(threads);
        server.createContext("/", service::handle);
        server.start();
        return service;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Takes no new request, lets those under way finish for a few seconds, and closes the file. */
    @Override
    public void close() throws SQLException {
        server.stop(SECONDS_TO_FINISH);
        threads.close();
        store.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getRawPath().equals("/healthz")) {
                send(exchange, Answer.ok(Map.of("status", "ok")));
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                send(exchange, Answer.error(413, "too_large", "the body may have at most 1 MiB"));
                return;
            }
            log.write(exchange, body);
            send(exchange, answer(exchange, body));
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        try {
            return switch (exchange.getRequestURI().getRawPath()) {
                case "/v1/orders/lookup" -> only("POST", exchange, () -> tools.lookupOrder(Arguments.ofBody(body)));
                case "/v1/orders/status" ->
                    only("GET", exchange, () -> tools.checkStatus(Arguments.ofQuery(query(exchange))));
                case "/v1/refund" ->
                    only("POST", exchange, () -> tools.processRefund(Arguments.ofBody(body), processedBy(exchange)));
                case "/v1/accounts/delete" -> only("POST", exchange, () -> tools.deleteAccount(Arguments.ofBody(body)));
                default -> Answer.error(404, "not_found", "there is no such endpoint");
            };
        } catch (InvalidRequest e) {
            return Answer.error(400, "invalid_request", e.why());
        } catch (SQLException e) {
            return Answer.error(503, "unavailable", "the database does not answer");
        }
    }

    private static Answer only(String method, HttpExchange exchange, Tool tool) throws InvalidRequest, SQLException {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            return Answer.error(405, "method_not_allowed", "use " + method);
        }
        return tool.call();
    }

    private static @Nullable String processedBy(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("X-Processed-By");
    }

    private static Map<String, String> query(HttpExchange exchange) throws InvalidRequest {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (parameters.put(name, value) != null) {
                throw new InvalidRequest("`" + name + "` is there twice");
            }
        }
        return parameters;
    }

    private static String decoded(String text) throws InvalidRequest {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("the query is not well encoded");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    /** One tool with its arguments. */
    @FunctionalInterface
    private interface Tool {
        Answer call() throws InvalidRequest, SQLException;
    }
}
