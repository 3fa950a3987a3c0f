package ai.altairalabs.omnia.agent.runtime;

import static ai.altairalabs.omnia.agent.fixture.Tools.handler;
import static ai.altairalabs.omnia.agent.fixture.Tools.post;
import static ai.altairalabs.omnia.agent.fixture.Tools.registry;
import static ai.altairalabs.omnia.agent.fixture.Tools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.agent.fixture.FakeOpenAi;
import ai.altairalabs.omnia.agent.fixture.RecordingServer;
import ai.altairalabs.omnia.agent.fixture.RecordingServer.Answer;
import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.model.OpenAiSettings;
import ai.altairalabs.omnia.agent.tools.RequestContext;
import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.agent.tools.ToolResult;
import ai.altairalabs.omnia.agent.tools.Toolbox;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AgentLoopTest {
    private static final RequestContext CONTEXT = new RequestContext("signed", "s", "r", null);
    private static final String REFUSAL =
            "{\"error\":\"policy_denied\",\"rule\":\"tool-access\",\"message\":\"not for this agent\"}";

    private final List<TurnEvent> events = new ArrayList<>();
    private volatile Set<String> allowed = Set.of("lookup_order", "process_refund");
    private RecordingServer door;
    private FakeOpenAi openAi;
    private ToolClient tools;

    @BeforeEach
    void start() throws IOException {
        door = RecordingServer.answering("{\"status\":\"shipped\"}");
        openAi = new FakeOpenAi();
        tools = new ToolClient((_, _) -> Optional.of(door.origin()));
    }

    @AfterEach
    void stop() {
        tools.close();
        openAi.close();
        door.close();
    }

    @Test
    void callsToolsUntilTheModelAnswers() throws Exception {
        openAi.calls("c-1", "lookup_order", "{\"order_id\":\"O-1\"}").says("It is ", "shipped.");
        TurnOutcome.Answered answered = answered(run("where is O-1?"));
        assertThat(answered.content()).isEqualTo("It is shipped.");
        assertThat(answered.usage().inputTokenCount()).isEqualTo(12);
        assertThat(answered.usage().outputTokenCount()).isEqualTo(5);
        assertThat(answered.messages()).hasSize(3);
        assertThat(events)
                .containsExactly(
                        new TurnEvent.Called("c-1", "lookup_order", Json.parse("{\"order_id\":\"O-1\"}")),
                        new TurnEvent.Returned("c-1", new ToolResult.Success("{\"status\":\"shipped\"}")),
                        new TurnEvent.Chunk("It is "),
                        new TurnEvent.Chunk("shipped."));
        assertThat(door.received()).singleElement().satisfies(call -> {
            assertThat(call.body()).isEqualTo("{\"order_id\":\"O-1\"}");
            assertThat(call.header("X-Omnia-Context")).isEqualTo("signed");
        });
        JsonNode second = Json.parse(openAi.requests().get(1).body());
        JsonNode result = second.get("messages").get(3);
        assertThat(result.get("role").stringValue()).isEqualTo("tool");
        assertThat(result.get("content").stringValue()).isEqualTo("{\"status\":\"shipped\"}");
    }

    @Test
    void offersTheModelWhatPolicyAllowsWithTheAuthorsSchema() throws Exception {
        openAi.says("Hi.");
        run("hello");
        assertThat(openAi.requests()).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("/v1/chat/completions");
            assertThat(request.header("Authorization")).isEqualTo("Bearer sk-secret");
            JsonNode body = Json.parse(request.body());
            assertThat(body.get("model").stringValue()).isEqualTo("test-model");
            assertThat(names(body)).containsExactly("lookup_order", "process_refund");
            assertThat(body.get("tools").get(0).get("function").get("parameters"))
                    .isEqualTo(Json.parse("{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\","
                            + "\"pattern\":\"O-[0-9]+\"}},\"required\":[\"order_id\"]}"));
        });
    }

    @Test
    void offersAnewWhenThePolicyChangesWithinATurn() throws Exception {
        openAi.calls("c-1", "lookup_order", "{}").says("Hm.");
        door.answerWith(_ -> {
            allowed = Set.of("process_refund");
            return Answer.json(200, "{}");
        });
        run("x");
        assertThat(names(Json.parse(openAi.requests().get(0).body()))).contains("lookup_order");
        assertThat(names(Json.parse(openAi.requests().get(1).body()))).containsExactly("process_refund");
    }

    @Test
    void sendsToTheDoorWhatWasNotOfferedAndTellsTheModelWhyItWasRefused() throws Exception {
        openAi.calls("c-1", "delete_account", "{\"id\":1}").says("I may not.");
        door.answerWith(_ -> Answer.json(403, REFUSAL));
        assertThat(answered(run("delete me")).content()).isEqualTo("I may not.");
        assertThat(door.received()).hasSize(1);
        assertThat(events)
                .contains(new TurnEvent.Returned("c-1", new ToolResult.Refused("tool-access", "not for this agent")));
        assertThat(Json.parse(openAi.requests().get(1).body())
                        .get("messages")
                        .get(3)
                        .get("content")
                        .stringValue())
                .isEqualTo("{\"error\":{\"rule\":\"tool-access\",\"message\":\"not for this agent\"}}");
    }

    @Test
    void callsNothingThatIsNoTool() throws Exception {
        openAi.calls("c-1", "rm_rf", "{}")
                .calls("c-2", "show_map", "{}")
                .calls("c-3", "lookup_order", "[1]")
                .says("ok");
        assertThat(answered(run("x")).content()).isEqualTo("ok");
        assertThat(door.received()).isEmpty();
        assertThat(events)
                .contains(
                        new TurnEvent.Returned(
                                "c-1", new ToolResult.NotCalled("unknown-tool", "there is no tool `rm_rf`")),
                        new TurnEvent.Called("c-3", "lookup_order", Json.of("[1]")),
                        new TurnEvent.Returned(
                                "c-3",
                                new ToolResult.NotCalled("bad-arguments", "the arguments must be one JSON object")));
        assertThat(events)
                .filteredOn(event -> event instanceof TurnEvent.Returned(String _, ToolResult.Unserved _))
                .hasSize(1);
    }

    @Test
    void refusesArgumentsThatReadDifferentlyTwice() throws Exception {
        openAi.calls("c-1", "process_refund", "{\"amount\":100,\"amount\":9000}")
                .says("ok");
        run("x");
        assertThat(door.received()).isEmpty();
    }

    @Test
    void stopsAModelThatNeverStopsCalling() throws Exception {
        for (int i = 0; i < 4; i++) {
            openAi.calls("c-" + i, "lookup_order", "{}");
        }
        assertThat(run("x"))
                .isEqualTo(new TurnOutcome.Failed(
                        TurnOutcome.Code.TOO_MANY_TOOL_ROUNDS,
                        "the agent asked for tools more than 3 times in a row and was stopped"));
        assertThat(door.received()).hasSize(3);
    }

    @Test
    void saysNothingOfWhyTheModelFailed() throws Exception {
        openAi.fails(401);
        assertThat(run("x"))
                .isEqualTo(new TurnOutcome.Failed(TurnOutcome.Code.MODEL_ERROR, "the model could not answer"));
    }

    @Test
    void waitsForNoSilentModel() throws Exception {
        openAi.isSilentFor(600_000);
        assertThat(run("x", limits(Duration.ofMillis(200), 1_000)))
                .isEqualTo(new TurnOutcome.Failed(TurnOutcome.Code.TIMEOUT, "the agent did not answer within 0 s"));
    }

    @Test
    void boundsWhatTheModelSays() throws Exception {
        openAi.says("12345", "67890", "1");
        assertThat(run("x", limits(Duration.ofMinutes(2), 10)))
                .isEqualTo(new TurnOutcome.Failed(TurnOutcome.Code.ANSWER_TOO_LONG, "the model's answer was too long"));
    }

    @Test
    void endsWhenNobodyListens() {
        openAi.says("a", "b");
        assertThatThrownBy(() -> loop(limits(Duration.ofMinutes(2), 100))
                        .run(List.of(UserMessage.from("x")), CONTEXT, _ -> {
                            throw new InterruptedException("gone");
                        }))
                .isInstanceOf(InterruptedException.class);
    }

    private static List<String> names(JsonNode request) {
        List<String> names = new ArrayList<>();
        request.get("tools")
                .forEach(tool -> names.add(tool.get("function").get("name").stringValue()));
        return names;
    }

    private TurnOutcome run(String message) throws InterruptedException {
        return run(message, limits(Duration.ofMinutes(2), 1_000));
    }

    private TurnOutcome run(String message, RuntimeLimits limits) throws InterruptedException {
        List<ChatMessage> conversation = List.of(UserMessage.from(message));
        return loop(limits).run(conversation, CONTEXT, events::add);
    }

    private AgentLoop loop(RuntimeLimits limits) {
        OpenAiSettings settings =
                new OpenAiSettings(openAi.baseUrl(), "sk-secret", "test-model", Duration.ofMinutes(2));
        Toolbox toolbox = Toolbox.of(registry(
                post("order-desk", "lookup_order", "/v1/orders"),
                post("refund-desk", "process_refund", "/v1/refund"),
                post("closing", "delete_account", "/v1/close"),
                handler("browser", new Target.Client(tool("show_map")))));
        return new AgentLoop(
                ModelProvider.openAi(settings),
                () -> new ToolOffer(toolbox, name -> allowed.contains(name)),
                tools,
                "You are a test.",
                limits);
    }

    private static RuntimeLimits limits(Duration turn, int chars) {
        return new RuntimeLimits(3, 4, turn, chars, 1_000, 10, Duration.ofMinutes(1));
    }

    private static TurnOutcome.Answered answered(TurnOutcome outcome) {
        assertThat(outcome).isInstanceOf(TurnOutcome.Answered.class);
        return (TurnOutcome.Answered) outcome;
    }
}
