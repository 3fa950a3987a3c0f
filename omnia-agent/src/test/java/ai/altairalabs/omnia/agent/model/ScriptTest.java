package ai.altairalabs.omnia.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final String REFUNDS = """
            model: support-demo
            turns:
              - whenMatches: 'refund (?<amount>\\S+) for (O-\\d+)( because (?<reason>.+))?'
                call:
                  tool: process_refund
                  arguments:
                    order_id: '{{match.2}}'
                    amount: '{{match.amount:number}}'
                    note: 'asked: {{message}}'
                    tags: [a, 1, true, null]
                say: 'Refunded {{result.amount}} ({{result.items.0.id}}, {{result.nothing}}).'
                onError: 'Not possible ({{error.rule}}): {{error.message}}'
              - when: Delete
                call: {tool: delete_account, force: true}
                say: Deleted.
              - when: look
                call:
                  - {tool: lookup_order}
                  - {tool: check_status, arguments: {of: '{{result}}'}}
                say: done
              - say: Hello.
            """;

    @Test
    void callsAToolWithWhatTheMessageSaid() {
        AiMessage answer = answer(REFUNDS, List.of("process_refund"), UserMessage.from("Refund 750.50 for O-17"));
        assertThat(answer.toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("process_refund");
            assertThat(call.arguments())
                    .isEqualTo("{\"order_id\":\"O-17\",\"amount\":750.50,\"note\":\"asked: Refund 750.50 for O-17\","
                            + "\"tags\":[\"a\",1,true,null]}");
        });
    }

    @Test
    void saysTheResultAndNamesWhatIsMissing() {
        AiMessage answer = answer(
                REFUNDS,
                List.of("process_refund"),
                UserMessage.from("refund 5 for O-1"),
                result("{\"amount\":5.0,\"items\":[{\"id\":\"r-1\"}]}", false));
        assertThat(answer.text()).isEqualTo("Refunded 5.0 (r-1, (no result.nothing)).");
    }

    @Test
    void saysWhyACallWasRefused() {
        AiMessage answer = answer(
                REFUNDS,
                List.of("process_refund"),
                UserMessage.from("refund 750 for O-1"),
                result("{\"error\":{\"rule\":\"max-refund-amount\",\"message\":\"too much\"}}", true));
        assertThat(answer.text()).isEqualTo("Not possible (max-refund-amount): too much");
    }

    @Test
    void callsOnlyWhatIsOffered() {
        AiMessage answer = answer(REFUNDS, List.of("lookup_order"), UserMessage.from("refund 750 for O-1"));
        assertThat(answer.hasToolExecutionRequests()).isFalse();
        assertThat(answer.text()).isEqualTo("Not possible (not-offered): I am not given the tool process_refund");
    }

    @Test
    void callsWhatIsNotOfferedWhenForced() {
        AiMessage answer = answer(REFUNDS, List.of(), UserMessage.from("please delete my account"));
        assertThat(answer.toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("delete_account");
            assertThat(call.arguments()).isEqualTo("{}");
        });
    }

    @Test
    void callsOneToolAfterTheOther() {
        List<String> offered = List.of("lookup_order", "check_status");
        AiMessage second = answer(REFUNDS, offered, UserMessage.from("look"), result("{\"id\":1}", false));
        assertThat(second.toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("check_status");
            assertThat(call.arguments()).isEqualTo("{\"of\":{\"id\":1}}");
        });
        AiMessage end = answer(
                REFUNDS, offered, UserMessage.from("look"), result("{\"id\":1}", false), result("\"ok\"", false));
        assertThat(end.text()).isEqualTo("done");
    }

    @Test
    void remembersNothingOfEarlierTurns() {
        AiMessage answer = answer(
                REFUNDS,
                List.of(),
                UserMessage.from("refund 750 for O-1"),
                result("{\"error\":{\"rule\":\"r\",\"message\":\"m\"}}", true),
                AiMessage.from("Not possible"),
                UserMessage.from("hi"));
        assertThat(answer.text()).isEqualTo("Hello.");
    }

    @Test
    void answersAMessageThatNoTurnFits() {
        AiMessage answer = answer("turns: [{when: a, say: b}]", List.of(), UserMessage.from("x"));
        assertThat(answer.text()).isEqualTo("My script has no answer to that.");
    }

    @Test
    void streamsWordByWord() {
        List<String> chunks = new ArrayList<>();
        ModelProvider.scripted(script("turns: [{say: 'one two  three'}]"))
                .chat()
                .chat(request(List.of(), UserMessage.from("x")), new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String partial) {
                        chunks.add(partial);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {}

                    @Override
                    public void onError(Throwable error) {
                        throw new AssertionError(error);
                    }
                });
        assertThat(chunks).containsExactly("one ", "two  ", "three");
    }

    @Test
    void reportsAllFaultsWithTheirPlaces() {
        assertThat(faults("""
                        model: my model
                        turns:
                          - when: a
                            whenMatches: b
                            says: x
                            say: '{{results}} {{result.}}'
                          - whenMatches: '('
                            call: {tool: t, force: sure, arguments: [1]}
                            say: '{{ open'
                          - call: {}
                          - say: never
                        """))
                .containsExactly(
                        "script.yaml:1:8: error: `my model` is no model name",
                        "script.yaml:4:18: error: a turn has `when` or `whenMatches`, not both",
                        "script.yaml:5:5: error: unknown field `says`",
                        "script.yaml:6:10: error: `results` is nothing that a template knows",
                        "script.yaml:7:18: error: no regular expression: Unclosed group",
                        "script.yaml:8:28: error: `force` is `true` or `false`",
                        "script.yaml:8:45: error: `arguments` is a map from names to values",
                        "script.yaml:9:10: error: `{{` is never closed",
                        "script.yaml:10:5: error: a turn needs `say`",
                        "script.yaml:10:11: error: a call needs `tool`",
                        "script.yaml:11:5: error: this turn is never reached: the one before it fits every message");
    }

    @Test
    void reportsWhatIsNoScript() {
        assertThat(faults("")).containsExactly("script.yaml:1:1: error: the script is empty");
        assertThat(faults("turns: []")).containsExactly("script.yaml:1:8: error: a script needs at least one turn");
        assertThat(faults("[a]"))
                .containsExactly(
                        "script.yaml:1:1: error: a map is needed here",
                        "script.yaml:1:1: error: a script needs at least one turn");
        assertThat(faults("turns: [{say: a}")).singleElement().asString().contains("error: no YAML");
        assertThat(faults("turns: [{say: a, say: b}]"))
                .singleElement()
                .asString()
                .contains("`say` stands here twice");
        assertThat(faults("a: &a [*a]")).isNotEmpty();
    }

    private static List<String> faults(String yaml) {
        Script.Reading reading = Script.read(new SourceText("script.yaml", yaml));
        assertThat(reading).isInstanceOf(Script.Reading.Faulty.class);
        List<Problem> problems = ((Script.Reading.Faulty) reading).problems();
        return problems.stream()
                .map(problem -> problem.render().lines().findFirst().orElseThrow())
                .toList();
    }

    private static Script script(String yaml) {
        return switch (Script.read(new SourceText("script.yaml", yaml))) {
            case Script.Reading.Read(Script script) -> script;
            case Script.Reading.Faulty(List<Problem> problems) ->
                throw new AssertionError(problems.stream().map(Problem::render).toList());
        };
    }

    private static ToolExecutionResultMessage result(String text, boolean error) {
        return ToolExecutionResultMessage.builder()
                .id("1")
                .toolName("t")
                .text(text)
                .isError(error)
                .build();
    }

    private static ChatRequest request(List<String> offered, ChatMessage... messages) {
        return ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(offered.stream()
                        .map(name -> ToolSpecification.builder().name(name).build())
                        .toList())
                .build();
    }

    private static AiMessage answer(String yaml, List<String> offered, ChatMessage... messages) {
        CompletableFuture<AiMessage> answer = new CompletableFuture<>();
        ModelProvider model = ModelProvider.scripted(script(yaml));
        List<ChatMessage> all = Stream.concat(Stream.of(UserMessage.from("before")), Stream.of(messages))
                .toList();
        model.chat().chat(request(offered, all.toArray(ChatMessage[]::new)), new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response.aiMessage());
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.join();
    }
}
