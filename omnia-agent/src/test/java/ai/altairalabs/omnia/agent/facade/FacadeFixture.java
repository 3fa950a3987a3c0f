package ai.altairalabs.omnia.agent.facade;

import static ai.altairalabs.omnia.agent.fixture.Tools.post;
import static ai.altairalabs.omnia.agent.fixture.Tools.registry;

import ai.altairalabs.omnia.agent.fixture.RecordingServer;
import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.model.Script;
import ai.altairalabs.omnia.agent.runtime.AgentLoop;
import ai.altairalabs.omnia.agent.runtime.RuntimeLimits;
import ai.altairalabs.omnia.agent.runtime.Sessions;
import ai.altairalabs.omnia.agent.runtime.ToolOffer;
import ai.altairalabs.omnia.agent.tools.RequestContext;
import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.agent.tools.Toolbox;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An agent behind its facade, where the tokens are plain names: what a token is worth is tested elsewhere. */
final class FacadeFixture implements AutoCloseable {
    static final String SCRIPT = """
            turns:
              - when: order
                call: {tool: lookup_order, arguments: {order_id: O-1}}
                say: 'The order is {{result.status}}.'
                onError: 'I may not: {{error.message}}'
              - when: delete
                call: {tool: delete_account, force: true}
                say: 'Deleted.'
                onError: 'I may not: {{error.message}} ({{error.rule}})'
              - say: 'You said: {{message}}'
            """;

    final RecordingServer door = RecordingServer.answering("{\"status\":\"shipped\"}");
    final FacadeServer server;
    volatile boolean ready = true;
    volatile Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final ToolClient tools = new ToolClient((_, _) -> Optional.of(door.origin()));

    FacadeFixture() throws IOException {
        this(FacadeLimits.DEFAULT);
    }

    FacadeFixture(FacadeLimits limits) throws IOException {
        Script script = switch (Script.read(new SourceText("script.yaml", SCRIPT))) {
            case Script.Reading.Read read -> read.script();
            case Script.Reading.Faulty faulty ->
                throw new AssertionError(faulty.problems().toString());
        };
        Toolbox toolbox =
                Toolbox.of(registry(post("desk", "lookup_order", "/order"), post("end", "delete_account", "/delete")));
        AgentLoop loop = new AgentLoop(
                ModelProvider.scripted(script),
                () -> new ToolOffer(toolbox, name -> name.equals("lookup_order")),
                tools,
                "You are a test.",
                RuntimeLimits.DEFAULT);
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return java.time.ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        Agent agent = new Agent(
                "support-agent",
                loop,
                new Sessions(RuntimeLimits.DEFAULT, clock),
                this::verify,
                FacadeFixture::mint,
                () -> ready,
                clock);
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        server = FacadeServer.start(agent, Map.of(FacadeType.WEBSOCKET, any, FacadeType.REST, any), limits);
    }

    InetSocketAddress address() {
        return server.addresses().get(FacadeType.WEBSOCKET);
    }

    private UserVerifier.Entry verify(String token) {
        if (token.equals("broken")) {
            throw new IllegalStateException("broken");
        }
        return token.equals("ann") || token.equals("bob") || token.equals("odd")
                ? new UserVerifier.Entry.Admitted(
                        new User(token, "issuer", Map.of(), Instant.parse("2026-11-01T13:00:00Z")))
                : new UserVerifier.Entry.Rejected("the token is nobody's");
    }

    private static ContextMint.Minted mint(User user, String session, String request, String traceparent) {
        return user.subject().equals("odd")
                ? new ContextMint.Minted.Illegal("the claim of `X-Omnia-Claim-Team` cannot travel in a header")
                : new ContextMint.Minted.Signed(
                        new RequestContext("signed-for-" + user.subject(), session, request, traceparent));
    }

    static FacadeLimits limits(int connections, int bytes, Duration bodyTime) {
        return new FacadeLimits(connections, bytes, bytes, bodyTime, Duration.ofMinutes(2), Duration.ofMinutes(2));
    }

    @Override
    public void close() {
        server.close();
        tools.close();
        door.close();
    }
}
