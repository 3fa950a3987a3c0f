package ai.altairalabs.omnia.agent.tools;

import ai.altairalabs.omnia.agent.tools.Toolbox.ServedTool;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Calls tools over HTTP, through their doors and no other way. Safe for use by several threads. */
public final class ToolClient implements AutoCloseable {
    /** A longer answer is a failure: 1 MiB. */
    public static final int MAX_ANSWER_BYTES = 1 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final DoorLocator doors;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** A client that finds doors in this way. */
    public ToolClient(DoorLocator doors) {
        this.doors = doors;
    }

    /**
     * Calls a tool and waits for its whole answer, at most the handler's timeout.
     *
     * @throws InterruptedException the caller gave up; the call is cut off
     */
    public ToolExchange call(ServedTool tool, ObjectNode arguments, RequestContext context)
            throws InterruptedException {
        HttpRequest request;
        try {
            ToolRequest planned = ToolRequest.of(tool.http(), arguments);
            Optional<URI> door =
                    doors.doorFor(tool.registry(), origin(tool.http().endpoint()));
            if (door.isEmpty()) {
                return new ToolExchange.NotSent("no door guards the tool `" + tool.name() + "`, so it is not called");
            }
            request = request(planned, door.get(), tool, context);
        } catch (ToolRequest.BadArguments e) {
            return new ToolExchange.NotSent(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException _) {
            return new ToolExchange.NotSent("handler `" + tool.handler().name()
                    + "` describes no request that can be sent: see its URL and its headers");
        }
        return send(request, tool);
    }

    private ToolExchange send(HttpRequest request, ServedTool tool) throws InterruptedException {
        Duration timeout = tool.handler().timeout();
        CompletableFuture<HttpResponse<byte[]>> pending =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> answer = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new ToolExchange.Answered(
                    answer.statusCode(),
                    answer.headers().firstValue(OmniaHeaders.DECISION_ID).orElse(""),
                    new String(answer.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException _) {
            return new ToolExchange.NoAnswer(
                    "the tool `" + tool.name() + "` did not answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new ToolExchange.NoAnswer("the tool `" + tool.name() + "` " + whatHappened(e.getCause()));
        } finally {
            pending.cancel(true);
        }
    }

    private static String whatHappened(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException _ -> "cannot be reached";
            case IOException io
            when String.valueOf(io.getMessage()).contains("exceeds capacity") ->
                "answered more than " + MAX_ANSWER_BYTES + " bytes";
            case null, default -> "broke off its answer";
        };
    }

    private static HttpRequest request(ToolRequest planned, URI door, ServedTool tool, RequestContext context) {
        Target.Http http = tool.http();
        String body = planned.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin(door) + planned.target()))
                .method(
                        planned.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .setHeader("Accept", "application/json, text/plain;q=0.9, */*;q=0.1")
                .setHeader("User-Agent", "omnia");
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (Map.Entry<String, String> header : http.headers().entrySet()) {
            request.setHeader(header.getKey(), header.getValue());
        }
        request.setHeader(OmniaHeaders.CONTEXT, context.signed())
                .setHeader(OmniaHeaders.TOOL_NAME, tool.name())
                .setHeader(OmniaHeaders.TOOL_REGISTRY, tool.registry().name())
                .setHeader(OmniaHeaders.SESSION_ID, context.session())
                .setHeader(OmniaHeaders.REQUEST_ID, context.request());
        String traceparent = context.traceparent();
        if (traceparent != null) {
            request.setHeader("traceparent", traceparent);
        }
        return request.build();
    }

    private static URI origin(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    /** Cuts off every call that is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
