package ai.altairalabs.omnia.agent.tools;

import static ai.altairalabs.omnia.agent.fixture.Tools.REGISTRY;
import static ai.altairalabs.omnia.agent.fixture.Tools.handler;
import static ai.altairalabs.omnia.agent.fixture.Tools.http;
import static ai.altairalabs.omnia.agent.fixture.Tools.post;
import static ai.altairalabs.omnia.agent.fixture.Tools.registry;
import static ai.altairalabs.omnia.agent.fixture.Tools.tool;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.agent.fixture.RecordingServer;
import ai.altairalabs.omnia.agent.fixture.RecordingServer.Answer;
import ai.altairalabs.omnia.agent.fixture.RecordingServer.Received;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToolClientTest {
    private static final RequestContext CONTEXT = new RequestContext(
            "signed.context", "session-1", "request-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private RecordingServer door;
    private ToolClient client;

    @BeforeEach
    void start() throws IOException {
        door = RecordingServer.answering("{\"ok\":true}");
        client = new ToolClient((registry, origin) -> {
            assertThat(registry).isEqualTo(REGISTRY);
            assertThat(origin).isEqualTo(URI.create("http://tools.example:8080"));
            return Optional.of(door.origin().resolve("/ignored"));
        });
    }

    @AfterEach
    void stop() {
        client.close();
        door.close();
    }

    @Test
    void sendsTheCallToTheDoorAndSaysForWhom() throws Exception {
        ToolExchange exchange = call(post("refund-desk", "process_refund", "/v1/refund"), "{\"amount\":750.00}");
        assertThat(exchange.result()).isEqualTo(new ToolResult.Success("{\"ok\":true}"));
        Received request = onlyRequest();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/v1/refund");
        assertThat(request.body()).isEqualTo("{\"amount\":750.00}");
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-omnia-context", "signed.context")
                .containsEntry("x-omnia-tool-name", "process_refund")
                .containsEntry("x-omnia-tool-registry", "customer-tools")
                .containsEntry("x-omnia-session-id", "session-1")
                .containsEntry("x-omnia-request-id", "request-1")
                .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .doesNotContainKeys("upgrade", "http2-settings", "authorization");
    }

    @Test
    void leavesOutATraceContextThatIsNone() throws Exception {
        RequestContext context = new RequestContext("s", "a", "b", "nonsense");
        client.call(served(post("h", "process_refund", "/v1/refund")), Json.object(), context);
        assertThat(onlyRequest().headers()).doesNotContainKey("traceparent");
    }

    @Test
    void putsEachArgumentWhereTheHandlerSays() throws Exception {
        call(
                handler("h", http("t", "PUT", "/v1/", List.of("dry_run"), "/orders/{order}/items/{item}")),
                "{\"order\":\"O/1 ü\",\"item\":7,\"dry_run\":true,\"note\":{\"a\":[1]}}");
        Received request = onlyRequest();
        assertThat(request.target()).isEqualTo("/v1/orders/O%2F1%20%C3%BC/items/7?dry_run=true");
        assertThat(request.body()).isEqualTo("{\"note\":{\"a\":[1]}}");
    }

    @Test
    void putsEverythingIntoTheQueryOfAMethodWithoutBody() throws Exception {
        call(
                handler("h", http("t", "GET", "/v1/status", List.of("order_id"), null)),
                "{\"order_id\":\"O-1&x=2\",\"limit\":1000000.0,\"none\":null}");
        Received request = onlyRequest();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.target()).isEqualTo("/v1/status?order_id=O-1%26x%3D2&limit=1000000.0");
        assertThat(request.body()).isEmpty();
        assertThat(request.headers()).doesNotContainKeys("content-type", "transfer-encoding");
    }

    @Test
    void sendsNoCallThatCouldBeReadInTwoWays() throws Exception {
        Handler path = handler("h", http("t", "POST", "/v1", List.of("q"), "{id}"));
        assertThat(call(path, "{}").result())
                .isEqualTo(new ToolResult.NotCalled("not-sent", "the argument `id` is missing"));
        assertThat(call(path, "{\"id\":\"..\"}").result())
                .isEqualTo(new ToolResult.NotCalled("not-sent", "the argument `id` cannot stand in a path: `..`"));
        assertThat(call(path, "{\"id\":\"a\",\"q\":[1,2]}").result())
                .isEqualTo(new ToolResult.NotCalled(
                        "not-sent", "the argument `q` travels in the query: it must be a text, a number or a boolean"));
        assertThat(door.received()).isEmpty();
    }

    @Test
    void sendsTheHandlersOwnHeadersButNotUnderOurNames() throws Exception {
        Map<String, String> headers = Map.of("X-Api-Version", "2", "x-omnia-context", "forged");
        Handler handler = handler(
                "h",
                new Target.Http(
                        tool("t"), URI.create("http://tools.example:8080/a"), "POST", headers, List.of(), null));
        call(handler, "{}");
        assertThat(onlyRequest().headers())
                .containsEntry("x-api-version", "2")
                .containsEntry("x-omnia-context", "signed.context");
    }

    @Test
    void saysWhichHandlerDescribesNoRequest() throws Exception {
        Handler handler = handler(
                "bad-handler",
                new Target.Http(
                        tool("t"),
                        URI.create("http://tools.example:8080/a"),
                        "POST",
                        Map.of("Host", "x"),
                        List.of(),
                        null));
        assertThat(call(handler, "{}").result())
                .isEqualTo(new ToolResult.NotCalled(
                        "not-sent",
                        "handler `bad-handler` describes no request that can be sent: see its URL and its headers"));
    }

    @Test
    void callsNoToolThatNoDoorGuards() throws Exception {
        try (ToolClient unguarded = new ToolClient((_, _) -> Optional.empty())) {
            ToolExchange exchange = unguarded.call(served(post("h", "t", "/a")), Json.object(), CONTEXT);
            assertThat(exchange)
                    .isEqualTo(new ToolExchange.NotSent("no door guards the tool `t`, so it is not called"));
        }
    }

    @Test
    void tellsARefusalFromAnyOtherAnswer() throws Exception {
        String refusal = "{\"error\":\"policy_denied\",\"rule\":\"max-refund-amount\",\"message\":\"too much\"}";
        door.answerWith(_ -> new Answer(403, Map.of("X-Omnia-Decision-Id", "d-1"), refusal, 0));
        ToolExchange exchange = call(post("h", "t", "/a"), "{}");
        assertThat(exchange).isEqualTo(new ToolExchange.Answered(403, "d-1", refusal));
        assertThat(exchange.result()).isEqualTo(new ToolResult.Refused("max-refund-amount", "too much"));
        assertThat(exchange.result().forModel())
                .isEqualTo("{\"error\":{\"rule\":\"max-refund-amount\",\"message\":\"too much\"}}");

        door.answerWith(_ -> Answer.json(403, "{\"error\":\"forbidden\"}"));
        assertThat(call(post("h", "t", "/a"), "{}").result())
                .isEqualTo(new ToolResult.Failed(403, "{\"error\":\"forbidden\"}"));
        door.answerWith(_ -> Answer.json(200, refusal));
        assertThat(call(post("h", "t", "/a"), "{}").result()).isEqualTo(new ToolResult.Success(refusal));
        door.answerWith(_ -> Answer.json(204, ""));
        assertThat(call(post("h", "t", "/a"), "{}").result().forModel()).isEqualTo("(no content)");
    }

    @Test
    void followsNoRedirect() throws Exception {
        door.answerWith(_ -> new Answer(302, Map.of("Location", "/elsewhere"), "", 0));
        assertThat(call(post("h", "t", "/a"), "{}").result())
                .isEqualTo(new ToolResult.Failed(302, "the tool answered with status 302"));
        assertThat(door.received()).hasSize(1);
    }

    @Test
    void boundsTheAnswer() throws Exception {
        door.answerWith(_ -> Answer.json(200, "x".repeat(ToolClient.MAX_ANSWER_BYTES)));
        assertThat(call(post("h", "t", "/a"), "{}").result()).isInstanceOf(ToolResult.Success.class);
        door.answerWith(_ -> Answer.json(200, "x".repeat(ToolClient.MAX_ANSWER_BYTES + 1)));
        assertThat(call(post("h", "t", "/a"), "{}"))
                .isEqualTo(new ToolExchange.NoAnswer("the tool `t` answered more than 1048576 bytes"));
    }

    @Test
    void waitsNoLongerThanTheHandlerSays() throws Exception {
        door.answerWith(_ -> Answer.json(200, "{}").after(600_000));
        Handler slow = new Handler(
                "h",
                Duration.ofMillis(150),
                http("t", "POST", "/a", List.of(), null),
                post("h", "t", "/a").place());
        assertThat(call(slow, "{}")).isEqualTo(new ToolExchange.NoAnswer("the tool `t` did not answer within 150 ms"));
    }

    @Test
    void saysWhenTheDoorCannotBeReached() throws Exception {
        // A socket that is bound and does not listen: nobody else gets the port.
        try (Socket bound = new Socket();
                ToolClient toNowhere =
                        new ToolClient((_, _) -> Optional.of(URI.create("http://127.0.0.1:" + bound.getLocalPort())))) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThat(toNowhere.call(served(post("h", "t", "/a")), Json.object(), CONTEXT))
                    .isEqualTo(new ToolExchange.NoAnswer("the tool `t` cannot be reached"));
        }
    }

    private ToolExchange call(Handler handler, String arguments) throws InterruptedException {
        return client.call(served(handler), Json.parseObject(arguments), CONTEXT);
    }

    private static Toolbox.ServedTool served(Handler handler) {
        return Toolbox.of(registry(handler)).served().iterator().next();
    }

    private Received onlyRequest() {
        assertThat(door.received()).hasSize(1);
        return door.received().getFirst();
    }
}
