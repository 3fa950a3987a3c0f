package ai.altairalabs.omnia.server.door;

import static ai.altairalabs.omnia.server.door.ForwardingTest.REFUND;
import static ai.altairalabs.omnia.server.door.ForwardingTest.refund;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that the door does not let through, and what it answers. */
class RefusalTest {
    private RecordingTool tool;
    private DoorFixture door;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        tool = RecordingTool.answering(RecordingTool.OK);
        door = DoorFixture.before(tool).with(s -> s.withMaxBodyBytes(1000)).start();
        client = door.client();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        door.close();
        tool.close();
    }

    private void denied(RawClient.Answer answer, String rule) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).startsWith("{\"error\":\"policy_denied\",\"rule\":\"" + rule + "\",\"message\":\"");
        assertThat(answer.values("X-Omnia-Decision-Id")).hasSize(1);
        assertThat(tool.seen()).isEmpty();
    }

    @Test
    void the_tutorials_refusal() throws Exception {
        client.send(refund("", "{\"amount\":750,\"reason\":\"broken\"}"));
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.values("Content-Type")).containsExactly("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"policy_denied\",\"rule\":\"max-refund-amount\","
                        + "\"message\":\"Refund amount exceeds the $500 limit\"}");
        assertThat(answer.values("X-Omnia-Decision-Id").getFirst()).matches("[0-9a-f]{16}");
        assertThat(tool.seen()).isEmpty();
        client.send(refund("", REFUND));
        assertThat(client.read().status()).as("the connection goes on").isEqualTo(200);
    }

    @Test
    void the_record_is_written_before_the_refusal_is_sent() throws Exception {
        door.audit().holdBack(true);
        client.send(refund("", "{\"amount\":750,\"reason\":\"broken\"}"));
        door.audit().awaitAttempt();
        assertThat(client.in().available()).isZero();
        door.audit().holdBack(false);
        assertThat(client.read().status()).isEqualTo(403);
        assertThat(door.audit().text()).contains("\"rule\":\"max-refund-amount\"");
    }

    @Test
    void the_record_has_the_decision_and_the_trace() throws Exception {
        client.send(refund(
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX-Omnia-Request-Id: r-9\r\n",
                "{\"amount\":750,\"reason\":\"broken\"}"));
        String id = client.read().values("X-Omnia-Decision-Id").getFirst();
        assertThat(door.audit().text())
                .contains("\"decisionId\":\"" + id + "\"")
                .contains("\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"")
                .contains("\"requestId\":\"r-9\"")
                .contains("\"path\":\"/v1/refund\"");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("application/json", "{\"amount\":100,\"amount\":9000,\"reason\":\"r\"}"),
                Arguments.of("application/json", "[{\"amount\":100,\"reason\":\"r\"}]"),
                Arguments.of("application/json", "{\"amount\":100,\"reason\":\"r\"} x"),
                Arguments.of("application/json", "{\"amount\":100,\"reason\":\"r\"}{}"),
                Arguments.of("application/json", "{\"amount\":100,\"reason\":\"\u00ff\"}"),
                Arguments.of("application/json", "{\"amount\":100,\"reason\":\"r\""),
                Arguments.of("application/json", "\u00ef\u00bb\u00bf{\"amount\":100,\"reason\":\"r\"}"),
                Arguments.of("text/plain", REFUND),
                Arguments.of("application/x-www-form-urlencoded", "amount=100&reason=r"),
                Arguments.of("application/json; charset=utf-16", REFUND),
                Arguments.of("application/json", ""));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void an_unreadable_body_is_no_empty_one(String contentType, String body) throws Exception {
        client.send(refund("", body).replace("application/json", contentType));
        denied(client.read(), "max-refund-amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Encoding: gzip\r\n", "Connection: Content-Type\r\n"})
    void a_body_that_the_tool_would_read_otherwise_is_unreadable(String header) throws Exception {
        client.send(refund(header, REFUND));
        denied(client.read(), "max-refund-amount");
    }

    @Test
    void a_missing_claim_is_the_rule() throws Exception {
        client.send(refund("X-Omnia-Claim-Team: support\r\n", REFUND).replace("Bearer support", "Bearer billing"));
        denied(client.read(), "required-claim:Team");
    }

    static Stream<Arguments> unknown() {
        return Stream.of(
                Arguments.of("POST", "/v1/refund/"),
                Arguments.of("POST", "/V1/REFUND"),
                Arguments.of("POST", "/v1/refundx"),
                Arguments.of("HEAD", "/v1/refund"),
                Arguments.of("OPTIONS", "/v1/refund"),
                Arguments.of("post", "/v1/refund"),
                Arguments.of("POST", "/"));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void a_request_that_is_no_tools_is_refused(String method, String path) throws Exception {
        client.send(method + " " + path + " HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "X-Omnia-Tool-Name: process_refund\r\nX-Omnia-Tool-Registry: customer-tools\r\n\r\n");
        if (method.equals("HEAD")) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 403 ");
            client.send(refund("", REFUND));
            assertThat(client.readHead()).as("an answer to HEAD has no body").startsWith("HTTP/1.1 200 ");
        } else {
            denied(client.read(), "unknown-tool");
        }
    }

    @Test
    void headers_that_name_another_tool_are_refused() throws Exception {
        client.send(refund("X-Omnia-Tool-Name: lookup_order\r\n", REFUND));
        denied(client.read(), "tool-mismatch");
    }

    @Test
    void a_door_that_lets_unknown_tools_pass_does() throws Exception {
        try (DoorFixture open = DoorFixture.before(tool)
                        .with(s -> s.withUnknownTool(UnknownTool.ALLOW))
                        .start();
                RawClient other = open.client()) {
            other.send("GET /health HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                    + "X-Omnia-Tool-Name: process_refund\r\n\r\n");
            assertThat(other.read().status()).isEqualTo(200);
            assertThat(tool.only().values("X-Omnia-Tool-Name")).isEmpty();
        }
    }

    @Test
    void without_any_registry_the_headers_say_which_tool() throws Exception {
        door.policies(TestPolicies.GUARDRAILS);
        try (DoorFixture plain = DoorFixture.before(tool)
                        .policies(TestPolicies.GUARDRAILS)
                        .start();
                RawClient other = plain.client()) {
            other.send(refund("", REFUND));
            denied(other.read(), "unknown-tool");
            String headers = "X-Omnia-Tool-Name: process_refund\r\nX-Omnia-Tool-Registry: customer-tools\r\n";
            other.send(refund(headers, "{\"amount\":750,\"reason\":\"r\"}"));
            denied(other.read(), "max-refund-amount");
            other.send(refund(headers, REFUND));
            assertThat(other.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_registry_that_is_taken_away_closes_its_tools() throws Exception {
        client.send(refund("", "{\"amount\":750,\"reason\":\"broken\"}"));
        denied(client.read(), "max-refund-amount");
        door.policies(TestPolicies.GUARDRAILS);
        client.send(refund("X-Omnia-Tool-Name: lookup_order\r\nX-Omnia-Tool-Registry: customer-tools\r\n", REFUND));
        denied(client.read(), "unknown-tool");
    }

    @Test
    void a_door_of_one_registry_serves_no_other() throws Exception {
        try (DoorFixture other = DoorFixture.before(tool)
                        .with(s -> s.withRegistry("other-tools"))
                        .start();
                RawClient caller = other.client()) {
            caller.send(refund("", REFUND));
            denied(caller.read(), "unknown-tool");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Bearer forged\r\n"})
    void who_cannot_be_told_is_not_let_in(String authorization) throws Exception {
        client.send("POST /v1/refund HTTP/1.1\r\nHost: tool\r\nContent-Length: 2\r\n" + authorization + "\r\n{}");
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.values("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(answer.body()).startsWith("{\"error\":\"unauthenticated\",\"message\":\"");
        assertThat(tool.seen()).isEmpty();
    }

    @Test
    void an_identity_that_no_header_can_hold_is_malformed() throws Exception {
        client.send(refund("", REFUND).replace("Bearer support", "Bearer odd"));
        assertThat(client.read().status()).isEqualTo(400);
        assertThat(tool.seen()).isEmpty();
    }

    @Test
    void a_caller_too_many_is_refused_loudly() throws Exception {
        client.send(refund("", REFUND).replace("Bearer support", "Bearer one-too-many") + refund("", REFUND));
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"error\":\"overloaded\"");
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.seen()).hasSize(1);
    }

    @Test
    void before_the_first_load_nothing_passes() throws Exception {
        try (DoorFixture early = DoorFixture.before(tool).unloaded().start();
                RawClient waiting = early.client()) {
            waiting.send(refund("", REFUND));
            RawClient.Answer answer = waiting.read();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).startsWith("{\"error\":\"not_ready\"");
            assertThat(tool.seen()).isEmpty();

            early.policies(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS);
            waiting.send(refund("", REFUND));
            assertThat(waiting.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_body_at_the_limit_passes_and_one_octet_more_does_not() throws Exception {
        String fit = "{\"amount\":100,\"reason\":\"" + "x".repeat(1000 - 26) + "\"}";
        assertThat(fit).hasSize(1000);
        client.send(refund("", fit));
        assertThat(client.read().status()).isEqualTo(200);
        client.send(refund("", fit + " "));
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).startsWith("{\"error\":\"payload_too_large\"");
        assertThat(tool.seen()).hasSize(1);
    }

    @Test
    void a_chunked_body_beyond_the_limit_is_refused_while_it_comes() throws Exception {
        client.send("POST /v1/refund HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 11; i++) {
            client.send("64\r\n" + "x".repeat(100) + "\r\n");
        }
        assertThat(client.read().status()).isEqualTo(413);
        assertThat(client.isClosed()).isTrue();
        assertThat(tool.seen()).isEmpty();
    }

    @Test
    void a_client_that_is_still_sending_gets_its_refusal() throws Exception {
        client.send("POST /v1/unknown HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "Content-Length: 3000000\r\n\r\n");
        byte[] part = new byte[100_000];
        for (int i = 0; i < 30; i++) {
            client.send(part);
        }
        denied(client.read(), "unknown-tool");
    }
}
