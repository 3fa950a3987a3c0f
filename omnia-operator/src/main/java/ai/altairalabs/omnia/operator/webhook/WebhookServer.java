package ai.altairalabs.omnia.operator.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS server that the API server calls. */
final class WebhookServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
    /** The API server takes objects up to 3 MiB; a review may hold two. */
    private static final int LONGEST_REVIEW = 8 << 20;

    private static final int DRAIN_SECONDS = 5;

    private final HttpsServer server;
    private final ExecutorService threads;
    private final KubernetesSerialization serialization;

    WebhookServer(InetSocketAddress listen, SSLContext tls, KubernetesSerialization serialization) throws IOException {
        this.serialization = serialization;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.server = HttpsServer.create(listen, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
    }

    /** Answers reviews at a path. */
    void serve(String path, Function<Review, Verdict> judge) {
        server.createContext(path, exchange -> {
            try (exchange) {
                answer(exchange, judge);
            }
        });
    }

    void start() {
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange, Function<Review, Verdict> judge) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            send(exchange, 405, "only POST is answered here\n");
            return;
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(LONGEST_REVIEW + 1);
        }
        if (body.length > LONGEST_REVIEW) {
            send(exchange, 413, "the review is too large\n");
            return;
        }
        Review review;
        try {
            review = Review.of(serialization.unmarshal(new String(body, StandardCharsets.UTF_8), Map.class));
        } catch (RuntimeException _) {
            send(exchange, 400, "this is no admission review\n");
            return;
        }
        try {
            send(exchange, 200, serialization.asJson(review.answer(judge.apply(review))));
        } catch (RuntimeException e) {
            // What cannot be judged does not go in: the API server refuses on any answer but 200.
            LOG.error("a review failed", e);
            send(exchange, 500, "the review failed; the operator's log says why\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", status == 200 ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(DRAIN_SECONDS);
        threads.close();
    }
}
