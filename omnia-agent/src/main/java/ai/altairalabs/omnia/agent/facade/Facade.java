package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.facade.UserVerifier.Entry;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** One listening socket of an agent, and the endpoints that it serves. */
final class Facade {
    private static final Logger LOG = LoggerFactory.getLogger(Facade.class);

    private final Agent agent;
    private final Set<FacadeType> types;
    private final FacadeLimits limits;
    private final Turns turns;
    private final Vertx vertx;
    private final HttpServer server;
    private final AtomicInteger connections = new AtomicInteger();
    private final WebSockets webSockets;
    private final Completions completions;

    Facade(Vertx vertx, Agent agent, Set<FacadeType> types, FacadeLimits limits, Turns turns) {
        this.vertx = vertx;
        this.agent = agent;
        this.types = Set.copyOf(types);
        this.limits = limits;
        this.turns = turns;
        webSockets = new WebSockets(agent, limits, turns);
        completions = new Completions(agent, limits, turns);
        server = vertx.createHttpServer(options(limits))
                .connectionHandler(this::count)
                .requestHandler(this::handle);
    }

    private static HttpServerOptions options(FacadeLimits limits) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) limits.idle().toMillis())
                .setMaxWebSocketFrameSize(limits.messageBytes())
                .setMaxWebSocketMessageSize(limits.messageBytes())
                .setWebSocketSubProtocols(List.of(RequestHead.BEARER_PROTOCOL))
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setRegisterWebSocketWriteHandlers(false);
    }

    Future<InetSocketAddress> listen(InetSocketAddress address) {
        return server.listen(address.getPort(), address.getHostString())
                .map(listening -> new InetSocketAddress(address.getHostString(), listening.actualPort()));
    }

    /** Tells every open conversation that the agent goes away. */
    void sayGoodbye() {
        webSockets.closeAll();
    }

    Future<Void> close() {
        return server.close();
    }

    private void count(HttpConnection connection) {
        if (connections.incrementAndGet() > limits.connections()) {
            connection.close();
        }
        connection.closeHandler(_ -> connections.decrementAndGet());
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (types.contains(FacadeType.WEBSOCKET) && "/ws".equals(path)) {
            enter(request, this::refuse, this::upgrade);
        } else if (types.contains(FacadeType.REST) && "/v1/chat/completions".equals(path)) {
            only(HttpMethod.POST, request, completions::complete);
        } else if (types.contains(FacadeType.REST) && "/v1/models".equals(path)) {
            only(HttpMethod.GET, request, (visitor, asked) -> completions.models(asked));
        } else {
            Replies.json(request.response(), 404, Replies.error("not_found", "nothing is served here"));
        }
    }

    private void only(HttpMethod method, HttpServerRequest request, BiConsumer<Visitor, HttpServerRequest> next) {
        if (method.equals(request.method())) {
            enter(request, Facade::refuseOpenAi, next);
        } else {
            request.response().putHeader("Allow", method.name());
            refuseOpenAi(request, 405, "method_not_allowed", "use " + method.name());
        }
    }

    private void upgrade(Visitor visitor, HttpServerRequest request) {
        if (request.canUpgradeToWebSocket()) {
            request.toWebSocket().onSuccess(socket -> webSockets.accept(visitor, socket));
        } else {
            request.response().putHeader("Upgrade", "websocket");
            refuse(request, 426, "upgrade_required", "this address speaks WebSocket");
        }
    }

    /** Lets a request go on once it is known whose it is. Nothing of its body is read before. */
    private void enter(HttpServerRequest request, Refusal refusal, BiConsumer<Visitor, HttpServerRequest> next) {
        RequestHead head;
        try {
            head = RequestHead.of(request.headers());
        } catch (RequestHead.Malformed e) {
            refusal.answer(request, 400, "malformed_request", String.valueOf(e.getMessage()));
            return;
        }
        String token = head.token();
        if (turns.draining() || !agent.ready().getAsBoolean()) {
            refusal.answer(request, 503, "not_ready", "the agent is not ready: try again soon");
        } else if (token == null || token.isEmpty()) {
            refusal.answer(request, 401, "unauthenticated", "send a bearer token");
        } else {
            request.pause();
            Context context = vertx.getOrCreateContext();
            turns.start(() -> {
                Entry verification = verify(token);
                context.runOnContext(_ -> {
                    switch (verification) {
                        case Entry.Admitted(User user) -> {
                            Visitor visitor = new Visitor(user, head.requestId(), head.traceparent(), context);
                            next.accept(visitor, request);
                        }
                        case Entry.Rejected(String message) -> refusal.answer(request, 401, "unauthenticated", message);
                    }
                });
            });
        }
    }

    private Entry verify(String token) {
        try {
            return agent.users().verify(token);
        } catch (RuntimeException e) {
            LOG.error("a token could not be verified", e);
            return new Entry.Rejected("the token could not be verified");
        }
    }

    @FunctionalInterface
    private interface Refusal {
        void answer(HttpServerRequest request, int status, String code, String message);
    }

    private void refuse(HttpServerRequest request, int status, String code, String message) {
        send(request, status, Replies.error(code, message));
    }

    static void refuseOpenAi(HttpServerRequest request, int status, String code, String message) {
        send(request, status, Replies.openAiError(status, code, message));
    }

    /** A request whose body was not read cannot be followed by another on its connection. */
    private static void send(HttpServerRequest request, int status, ObjectNode body) {
        if (!request.isEnded()) {
            request.response().putHeader("Connection", "close");
        }
        Replies.json(request.response(), status, body);
        request.resume();
    }
}
