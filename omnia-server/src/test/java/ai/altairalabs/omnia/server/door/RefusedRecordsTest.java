package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the audit log says of requests that the proxy refuses by itself, beside the attacks: each with its door. */
class RefusedRecordsTest {
    private static final String UPLOAD = "POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

    /** One conversation with a door before this tool. */
    private interface Talk {
        void with(RawClient client) throws Exception;
    }

    private static List<JsonNode> records(DoorFixture door, Talk talk) throws Exception {
        try (door;
                RawClient client = door.start().client()) {
            talk.with(client);
        }
        return door.audit()
                .text()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static void check(List<JsonNode> records, int status, String reason, String method, String path) {
        assertThat(records).hasSize(1);
        JsonNode record = records.getFirst();
        assertThat(record.get("msg").asString()).isEqualTo("request_refused");
        assertThat(record.get("status").asInt()).isEqualTo(status);
        assertThat(record.get("reason").asString()).isEqualTo(reason);
        assertThat(record.get("method").asString()).isEqualTo(method);
        assertThat(record.get("path").asString()).isEqualTo(path);
    }

    private static DoorFixture quick(RecordingTool tool) {
        Duration soon = Duration.ofMillis(300);
        DoorTimeouts timeouts = Patient.withClients(soon, soon, Patient.LONG, Patient.LONG);
        return DoorFixture.before(tool).with(settings -> settings.withTimeouts(timeouts));
    }

    @Test
    void aHeadThatDoesNotComeToItsEnd() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK)) {
            List<JsonNode> records = records(
                    quick(tool),
                    client -> assertThat(client.send("PUT /v1/slow?token=t HTTP/1.1\r\nX-")
                                    .read()
                                    .status())
                            .isEqualTo(408));
            check(records, 408, "malformed", "PUT", "/v1/slow");
            assertThat(records.getFirst().has("agent")).isFalse();
        }
    }

    @Test
    void aBodyThatDoesNotCome() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK)) {
            List<JsonNode> records = records(
                    quick(tool),
                    client -> assertThat(client.send(
                                            "POST /v1/refund HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                                                    + "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{")
                                    .read()
                                    .status())
                            .isEqualTo(408));
            check(records, 408, "malformed", "POST", "/v1/refund");
            assertThat(records.getFirst().get("agent").asString()).isNotEmpty();
            assertThat(records.getFirst().get("tool").asString()).isNotEmpty();
        }
    }

    @Test
    void aBodyThatTurnsOutMalformedOnItsWay() throws Exception {
        try (RecordingTool tool = RecordingTool.serving(RefusedRecordsTest::readAll)) {
            List<JsonNode> records = records(DoorFixture.before(tool), client -> {
                client.send(UPLOAD).send("zz\r\n");
                assertThat(client.read().status()).isEqualTo(400);
            });
            check(records, 400, "malformed", "POST", "/v1/upload");
        }
    }

    @Test
    void aBodyThatTurnsOutMalformedWhileTheToolAnswers() throws Exception {
        try (RecordingTool tool = RecordingTool.serving(request -> {
            request.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            return readAll(request);
        })) {
            List<JsonNode> records = records(DoorFixture.before(tool), client -> {
                client.send(UPLOAD);
                assertThat(client.readHead()).startsWith("HTTP/1.1 200");
                assertThat(client.chunk()).hasSize(4);
                client.send("zz\r\n");
                assertThat(client.isClosed()).isTrue();
            });
            check(records, 400, "malformed", "POST", "/v1/upload");
        }
    }

    private static boolean readAll(RecordingTool.Request request) {
        try {
            request.read();
        } catch (IOException _) {
            return false;
        }
        return true;
    }

    @Test
    void aBrokenAnswerIsNoRefusedRequest() throws Exception {
        try (RecordingTool tool = RecordingTool.serving(request -> {
            request.read();
            request.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n");
            return true;
        })) {
            List<JsonNode> records = records(DoorFixture.before(tool), client -> {
                client.send("GET /v1/orders HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200");
                client.chunk();
                assertThat(client.isClosed()).isTrue();
            });
            assertThat(records)
                    .extracting(record -> record.get("msg").asString())
                    .containsOnly("answer_refused");
            assertThat(records.getFirst().get("reason").asString()).isEqualTo("upstream_invalid");
        }
    }

    @Test
    void aToolThatCannotBeReachedIsNoRefusal() throws Exception {
        assertThat(records(
                        DoorFixture.before(URI.create("http://127.0.0.1:1")),
                        client -> assertThat(client.send("GET /v1/orders HTTP/1.1\r\nHost: tool\r\n"
                                                + "Authorization: Bearer support\r\n\r\n")
                                        .read()
                                        .status())
                                .isEqualTo(502)))
                .isEmpty();
    }

    @Test
    void aConnectionThatSaysNothingLeavesNothing() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK)) {
            assertThat(records(DoorFixture.before(tool), client -> {})).isEmpty();
        }
    }

    @Test
    void aCallerTooMany() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK)) {
            DoorFixture door = DoorFixture.before(tool);
            check(
                    records(
                            door,
                            client -> assertThat(client.send("GET /v1/orders HTTP/1.1\r\nHost: tool\r\n"
                                                    + "Authorization: Bearer one-too-many\r\n\r\n")
                                            .read()
                                            .status())
                                    .isEqualTo(503)),
                    503,
                    "overloaded",
                    "GET",
                    "/v1/orders");
        }
    }

    @Test
    void neitherCredentialsNorTheQueryNorControlCharactersAreWritten() throws Exception {
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK)) {
            DoorFixture door = DoorFixture.before(tool);
            List<JsonNode> records = records(
                    door,
                    client -> assertThat(
                                    client.send("GET http://ada:pass-1@tool/a\u001b[2J?api_key=pass-2 HTTP/1.1\r\n\r\n")
                                            .read()
                                            .status())
                            .isEqualTo(400));
            check(records, 400, "malformed", "GET", "***@tool/a\u001b[2J");
            assertThat(door.audit().text())
                    .doesNotContain("pass-", "\u001b")
                    .contains("\\u001b")
                    .hasLineCount(1);
        }
    }
}
