package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.admin.JdkServer;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.http.FirstLine;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decision point that a runtime asks before it calls a tool: {@code POST /v1/decision}. What it answers is binding only
 * for a runtime that keeps to it.
 */
public final class DecisionDoor implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionDoor.class);
    private static final String PATH = "/v1/decision";

    /** Base64 makes four octets of three, escapes two of one, or six of a character of two; the rest is for the headers. */
    private static final int TIMES_THE_BODY = 3;

    private static final int BESIDE_THE_BODY = 1 << 20;

    /** When nobody has asked for this long, a door that drains takes it that nobody will. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Those who ask on and on do not keep it open longer. */
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long POLL_MILLIS = 10;

    private final Listening listen;
    private final DecisionParts parts;
    private final long maxQuestion;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean draining;
    private volatile long asked = System.nanoTime();

    private DecisionDoor(Listening listen, DecisionParts parts) throws IOException {
        this.listen = listen;
        this.parts = parts;
        maxQuestion = (long) parts.settings().maxBodyBytes() * TIMES_THE_BODY + BESIDE_THE_BODY;
        ServerTls tls = listen.tls();
        server = tls == null ? JdkServer.create(listen.address()) : JdkServer.create(listen.address(), tls.context());
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Starts taking questions.
     *
     * @param listen where, and whether with TLS
     * @throws UncheckedIOException when the address is taken
     */
    public static DecisionDoor start(
            Listening listen,
            DecisionSettings settings,
            Authenticator authenticator,
            PolicySource policies,
            AuditLog audit,
            Metrics metrics) {
        try {
            return new DecisionDoor(listen, new DecisionParts(settings, authenticator, policies, audit, metrics));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on `" + listen.address() + "`: " + e.getMessage(), e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        asked = System.nanoTime();
        try (exchange) {
            try {
                answer(exchange);
            } catch (RuntimeException e) {
                LOG.error("a question was not answered because of a fault in the decision point", e);
                fail(exchange, Answer.internal());
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!PATH.equals(exchange.getRequestURI().getRawPath())) {
            fail(exchange, Answer.notFound("ask at `" + PATH + "`"));
        } else if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            fail(exchange, Answer.methodNotAllowed());
        } else if (!isJson(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            fail(exchange, Answer.unsupportedType());
        } else {
            try (Question question = new Question(maxQuestion, parts.bodies())) {
                switch (question.read(exchange.getRequestBody())) {
                    case TOO_LONG -> fail(exchange, Answer.tooLarge(maxQuestion));
                    case NO_ROOM -> fail(exchange, Answer.tooManyBodies());
                    case TAKEN ->
                        send(exchange, 200, DecisionAnswer.of(advice(DecisionRequest.read(question.octets()))));
                }
            } catch (DecisionRequest.Unreadable e) {
                fail(exchange, Answer.malformed(e.getMessage()));
            }
        }
    }

    private Advice advice(DecisionRequest request) {
        try {
            return Consultation.on(request.described(parts.settings().limits()), parts)
                    .join();
        } catch (MalformedMessage e) {
            return Consultation.refusal(Answer.malformed(e.getMessage()), request.line(), parts);
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0];
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    /** The question itself is refused. */
    private void fail(HttpExchange exchange, Answer answer) throws IOException {
        FirstLine line = FirstLine.told(
                exchange.getRequestMethod(), exchange.getRequestURI().toString());
        Consultation.refusal(answer, line, parts);
        send(exchange, answer.status(), answer.json().getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, int status, byte[] json) throws IOException {
        if (draining) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }

    @Override
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /**
     * {@inheritDoc} Each answer says that it is the connection's last. The server itself would close a connection on which
     * nothing is under way at once, and with it a question that has been sent and not been read: so it is stopped only when
     * nobody has asked for a while.
     */
    @Override
    public void drain(Duration patience) {
        long begun = System.nanoTime();
        long farewell = Math.min(FAREWELL_NANOS, patience.toNanos());
        draining = true;
        try {
            while (System.nanoTime() - asked < QUIET_NANOS && System.nanoTime() - begun < farewell) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(
                (int) Math.max(0, patience.minusNanos(System.nanoTime() - begun).toSeconds()));
        close();
    }

    @Override
    public void close() {
        server.stop(0);
        listen.close();
        threads.shutdownNow();
    }
}
