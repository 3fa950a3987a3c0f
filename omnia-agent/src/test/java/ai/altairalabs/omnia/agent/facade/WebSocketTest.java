package ai.altairalabs.omnia.agent.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.agent.fixture.RecordingServer.Answer;
import ai.altairalabs.omnia.agent.fixture.WsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(300) // ends a test that would hang
class WebSocketTest {
    @Test
    void streamsAConversationWithItsToolCalls() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "ann")) {
            ObjectNode connected = client.next();
            assertThat(WsClient.type(connected)).isEqualTo("connected");
            List<ObjectNode> turn = client.send("where is my order?").turn();
            assertThat(turn)
                    .extracting(ObjectNode::toString)
                    .containsExactly(
                            "{\"type\":\"tool_call\",\"id\":\"call-1\",\"name\":\"lookup_order\","
                                    + "\"arguments\":{\"order_id\":\"O-1\"}}",
                            "{\"type\":\"tool_result\",\"id\":\"call-1\",\"result\":{\"status\":\"shipped\"}}",
                            "{\"type\":\"chunk\",\"content\":\"The \"}",
                            "{\"type\":\"chunk\",\"content\":\"order \"}",
                            "{\"type\":\"chunk\",\"content\":\"is \"}",
                            "{\"type\":\"chunk\",\"content\":\"shipped.\"}",
                            "{\"type\":\"done\",\"content\":\"The order is shipped.\"}");
            assertThat(facade.door.received()).singleElement().satisfies(call -> {
                assertThat(call.header("X-Omnia-Context")).isEqualTo("signed-for-ann");
                assertThat(call.header("X-Omnia-Session-Id"))
                        .isEqualTo(connected.get("session_id").stringValue());
                assertThat(call.header("X-Omnia-Request-Id")).isNotEmpty();
            });
            assertThat(client.send("hi").turn().getLast().get("content").stringValue())
                    .isEqualTo("You said: hi");
        }
    }

    @Test
    void showsARefusalToTheModelAndToTheUser() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "ann")) {
            facade.door.answerWith(_ -> Answer.json(
                    403, "{\"error\":\"policy_denied\",\"rule\":\"tool-access\",\"message\":\"not for this agent\"}"));
            client.next();
            List<ObjectNode> turn = client.send("delete my account").turn();
            assertThat(turn.get(1).toString())
                    .isEqualTo("{\"type\":\"tool_result\",\"id\":\"call-1\",\"error\":{\"rule\":\"tool-access\","
                            + "\"message\":\"not for this agent\"}}");
            assertThat(turn.getLast().get("content").stringValue())
                    .isEqualTo("I may not: not for this agent (tool-access)");
        }
    }

    @Test
    void takesTheTokenAsASubprotocol() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), Map.of(), "omnia.bearer", "ann")) {
            assertThat(client.subprotocol()).isEqualTo("omnia.bearer");
            assertThat(WsClient.type(client.next())).isEqualTo("connected");
        }
    }

    @Test
    void letsNobodyInWithoutAGoodToken() throws Exception {
        try (FacadeFixture facade = new FacadeFixture()) {
            assertThat(handshake(() -> WsClient.connect(facade.address(), Map.of())))
                    .isEqualTo(401);
            assertThat(handshake(() -> WsClient.connect(facade.address(), "mallory")))
                    .isEqualTo(401);
            assertThat(handshake(() -> WsClient.connect(facade.address(), "broken")))
                    .isEqualTo(401);
            assertThat(handshake(() -> WsClient.connect(facade.address(), Map.of("Authorization", "Basic ann"))))
                    .isEqualTo(401);
            assertThat(handshake(() -> WsClient.connect(facade.address(), Map.of(), "omnia.bearer", "mallory")))
                    .isEqualTo(401);
            assertThat(handshake(() -> WsClient.connect(
                            facade.address(), Map.of("Authorization", "Bearer ann"), "omnia.bearer", "ann")))
                    .isEqualTo(400);
            assertThat(handshake(() -> WsClient.connect(
                            facade.address(),
                            Map.of("Authorization", "Bearer ann", "X-Omnia-A", "1", "X_Omnia_A", "2"))))
                    .isEqualTo(400);
            facade.ready = false;
            assertThat(handshake(() -> WsClient.connect(facade.address(), "ann")))
                    .isEqualTo(503);
        }
    }

    @Test
    void saysWhyInJson() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                HttpClient http = HttpClient.newHttpClient()) {
            URI ws = URI.create("http://127.0.0.1:" + facade.address().getPort() + "/ws");
            HttpResponse<String> nobody =
                    http.send(HttpRequest.newBuilder(ws).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(nobody.body()).isEqualTo("{\"error\":\"unauthenticated\",\"message\":\"send a bearer token\"}");
            HttpResponse<String> plain = http.send(
                    HttpRequest.newBuilder(ws)
                            .header("Authorization", "Bearer ann")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(plain.statusCode()).isEqualTo(426);
        }
    }

    @Test
    void refusesWhatIsNoMessage() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "ann")) {
            client.next();
            for (String bad : List.of(
                    "hello",
                    "[]",
                    "{\"type\":\"message\"}",
                    "{\"type\":\"message\",\"content\":\" \"}",
                    "{\"type\":\"other\",\"content\":\"x\"}",
                    "{\"type\":\"message\",\"content\":\"a\",\"content\":\"b\"}",
                    "{\"type\":\"message\",\"content\":\"a\",\"session_id\":\"../x\"}",
                    "{\"type\":\"message\",\"content\":\"a\",\"session_id\":7}")) {
                assertThat(client.sendRaw(bad).next().get("code").stringValue())
                        .as(bad)
                        .isEqualTo("bad_message");
            }
            assertThat(client.sendBinary(new byte[] {1}).next().get("code").stringValue())
                    .isEqualTo("bad_message");
        }
    }

    @Test
    void resumesASessionOfTheSameUserOnly() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient ann = WsClient.connect(facade.address(), "ann");
                WsClient annAgain = WsClient.connect(facade.address(), "ann")) {
            String session = ann.next().get("session_id").stringValue();
            ann.send("order").turn();
            annAgain.next();
            String resume = "{\"type\":\"message\",\"content\":\"order\",\"session_id\":\"" + session + "\"}";
            List<ObjectNode> turn = annAgain.sendRaw(resume).turn();
            assertThat(turn.getFirst().get("session_id").stringValue()).isEqualTo(session);
            // The second result of one remembered conversation, and the first of another user's.
            assertThat(turn.get(1).get("id").stringValue()).isEqualTo("call-2");
            try (WsClient bob = WsClient.connect(facade.address(), "bob")) {
                bob.next();
                assertThat(bob.sendRaw(resume).turn().get(1).get("id").stringValue())
                        .isEqualTo("call-1");
            }
        }
    }

    @Test
    void answersOneMessageAtATime() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "ann");
                WsClient other = WsClient.connect(facade.address(), "ann")) {
            CountDownLatch late = new CountDownLatch(1);
            facade.door.answerWith(_ -> answerAfter(late));
            String session = client.next().get("session_id").stringValue();
            client.send("order");
            assertThat(WsClient.type(client.next())).isEqualTo("tool_call");
            assertThat(client.send("more").next().get("code").stringValue()).isEqualTo("busy");
            other.next();
            other.sendRaw("{\"type\":\"message\",\"content\":\"x\",\"session_id\":\"" + session + "\"}");
            assertThat(other.next().get("code").stringValue()).isEqualTo("busy");
            late.countDown();
            assertThat(client.turn().getLast().get("content").stringValue()).isEqualTo("The order is late.");
        }
    }

    @Test
    void cutsOffTheToolCallWhenTheClientGoesAway() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "ann")) {
            facade.door.answerWith(_ -> Answer.json(200, "{}").after(600_000));
            client.next();
            client.send("order").next();
            client.abort();
            long began = System.nanoTime();
            facade.server.drain(Duration.ofMinutes(10));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("the door would answer in ten minutes, and the handler would wait for two")
                    .isLessThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void endsWithTheToken() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "ann")) {
            client.next();
            client.send("hi").turn();
            facade.now = Instant.parse("2026-11-01T13:00:00Z");
            assertThat(client.send("hi").next().get("code").stringValue()).isEqualTo("unauthenticated");
            assertThat(client.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void refusesAUserWhoseClaimsCannotTravel() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "odd")) {
            client.next();
            assertThat(client.send("order").next().get("code").stringValue()).isEqualTo("illegal_claim");
            assertThat(facade.door.received()).isEmpty();
        }
    }

    @Test
    void boundsMessagesAndConnections() throws Exception {
        try (FacadeFixture facade = new FacadeFixture(FacadeFixture.limits(1, 1_000, Duration.ofMinutes(2)));
                WsClient client = WsClient.connect(facade.address(), "ann")) {
            client.next();
            assertThatThrownBy(() -> WsClient.connect(facade.address(), "ann")).hasCauseInstanceOf(IOException.class);
            client.send("x".repeat(2_000));
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void finishesWhatItBeganAndSaysGoodbye() throws Exception {
        try (FacadeFixture facade = new FacadeFixture();
                WsClient client = WsClient.connect(facade.address(), "ann")) {
            facade.door.answerWith(
                    _ -> Answer.json(200, "{\"status\":\"late\"}").after(400));
            client.next();
            client.send("order").next();
            facade.server.drain(Duration.ofMinutes(2));
            assertThat(client.turn().getLast().get("content").stringValue()).isEqualTo("The order is late.");
            assertThat(client.closeCode()).isEqualTo(1001);
            assertThat(handshake(() -> WsClient.connect(facade.address(), "ann")))
                    .isEqualTo(503);
        }
    }

    private static Answer answerAfter(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.json(200, "{\"status\":\"late\"}");
    }

    private static int handshake(ThrowingCallable connect) {
        try {
            connect.call();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return 101;
    }
}
