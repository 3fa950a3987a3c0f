package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the tool, and what comes back, octet for octet. */
class ForwardingTest {
    static final String REFUND = "{\"amount\":100,\"reason\":\"broken\"}";

    private RecordingTool tool;
    private DoorFixture door;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        tool = RecordingTool.answering(RecordingTool.OK);
        door = DoorFixture.before(tool).start();
        client = door.client();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        door.close();
        tool.close();
    }

    static String refund(String headers, String body) {
        return "POST /v1/refund HTTP/1.1\r\nHost: tool:8080\r\nAuthorization: Bearer support\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n" + headers + "\r\n"
                + body;
    }

    @Test
    void a_permitted_call_reaches_the_tool_unchanged_but_for_what_the_door_says() throws Exception {
        String body = "{ \"amount\" : 1e2,\t\"reason\":\"\\u0062roken\",\"z\":[1, 2 ]}";
        client.send("POST /v1/refund?a=%7e&b=c+d%20e& HTTP/1.1\r\nhost: Tool:8080\r\nauthorization: Bearer support\r\n"
                + "CONTENT-TYPE:application/json; charset=utf-8\r\nContent-Length: " + body.length()
                + "\r\nX-Custom:   kept   \r\nAccept: a\r\nAccept: b\r\nCookie: c=1\r\n\r\n" + body);
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().head())
                .isEqualTo("POST /v1/refund?a=%7e&b=c+d%20e& HTTP/1.1\r\nhost: Tool:8080\r\n"
                        + "CONTENT-TYPE:application/json; charset=utf-8\r\nContent-Length: " + body.length()
                        + "\r\nX-Custom:   kept   \r\nAccept: a\r\nAccept: b\r\nCookie: c=1\r\n"
                        + "X-Omnia-User-Id: user-1\r\nX-Omnia-Claim-Team: support\r\n"
                        + "X-Omnia-Claim-Customer-Id: C-42\r\nX-Omnia-Agent-Name: support-agent\r\n"
                        + "X-Omnia-Namespace: production\r\nX-Omnia-Request-Id: "
                        + tool.only().values("X-Omnia-Request-Id").getFirst()
                        + "\r\nX-Omnia-Tool-Name: process_refund\r\nX-Omnia-Tool-Registry: customer-tools\r\n"
                        + "X-Processed-By: support\r\n\r\n");
        assertThat(tool.only().body()).isEqualTo(body);
    }

    @Test
    void what_the_caller_says_of_identity_is_dropped() throws Exception {
        client.send(refund(
                "X-Omnia-Claim-Team: admins\r\nx-omnia-agent-name: root\r\nX-Omnia-Context: forged\r\n"
                        + "X-Omnia-Anything: x\r\nX-Omnia-Request-Id: r-7\r\nProxy-Authorization: Basic x\r\n"
                        + "X-Processed-By: me\r\nx_processed_by2: other\r\nProxy: evil\r\n",
                REFUND));
        assertThat(client.read().status()).isEqualTo(200);
        RecordingTool.Seen seen = tool.only();
        assertThat(seen.values("X-Omnia-Claim-Team")).containsExactly("support");
        assertThat(seen.values("X-Omnia-Agent-Name")).containsExactly("support-agent");
        assertThat(seen.values("X-Omnia-Context")).isEmpty();
        assertThat(seen.values("X-Omnia-Anything")).isEmpty();
        assertThat(seen.values("X-Omnia-Request-Id")).containsExactly("r-7");
        assertThat(seen.values("Authorization")).isEmpty();
        assertThat(seen.values("Proxy-Authorization")).isEmpty();
        assertThat(seen.values("Proxy")).isEmpty();
        assertThat(seen.values("X-Processed-By")).containsExactly("support");
        assertThat(seen.head()).doesNotContain("Bearer");
    }

    @Test
    void an_injected_header_replaces_the_callers_also_written_with_underscores() throws Exception {
        client.send(refund("x_processed_by: me\r\n", REFUND));
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().head()).doesNotContain("x_processed_by");
        assertThat(tool.only().values("X-Processed-By")).containsExactly("support");
    }

    @Test
    void connection_strips_nothing_that_the_door_writes() throws Exception {
        client.send(refund(
                "Connection: X-Omnia-Claim-Team, X-Processed-By, X-Mine, Host, Content-Length\r\nX-Mine: 1\r\n"
                        + "Keep-Alive: timeout=5\r\nTE: trailers\r\nTrailer: X-A\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQ\r\nProxy-Connection: keep-alive\r\n",
                REFUND));
        assertThat(client.read().status()).isEqualTo(200);
        RecordingTool.Seen seen = tool.only();
        assertThat(seen.values("X-Omnia-Claim-Team")).containsExactly("support");
        assertThat(seen.values("X-Processed-By")).containsExactly("support");
        assertThat(seen.values("Host")).containsExactly("tool:8080");
        assertThat(seen.body()).isEqualTo(REFUND);
        for (String gone : List.of(
                "X-Mine",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Upgrade",
                "HTTP2-Settings",
                "Proxy-Connection")) {
            assertThat(seen.values(gone)).as(gone).isEmpty();
        }
    }

    @Test
    void a_chunked_body_that_is_read_goes_on_with_its_length() throws Exception {
        client.send("POST /v1/refund HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "10\r\n" + REFUND.substring(0, 16) + "\r\n10\r\n" + REFUND.substring(16) + "\r\n0\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().body()).isEqualTo(REFUND);
        assertThat(tool.only().values("Content-Length")).containsExactly("32");
        assertThat(tool.only().values("Transfer-Encoding")).isEmpty();
    }

    @Test
    void a_chunked_body_that_is_not_read_stays_chunked_and_loses_its_trailers() throws Exception {
        client.send("POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n0\r\nX-Omnia-Claim-Team: admins\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().values("Transfer-Encoding")).containsExactly("chunked");
        assertThat(tool.only().body()).isEqualTo("hello");
    }

    @Test
    void any_octets_stream_through_when_no_policy_reads_them() throws Exception {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            octets.append((char) i);
        }
        client.send("POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Encoding: gzip\r\nContent-Length: 256\r\n\r\n"
                + octets);
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().body()).isEqualTo(octets.toString());
        assertThat(tool.only().values("Content-Encoding")).containsExactly("gzip");
    }

    @Test
    void a_request_may_arrive_octet_by_octet() throws Exception {
        for (char octet : refund("", REFUND).toCharArray()) {
            client.send(String.valueOf(octet));
        }
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().body()).isEqualTo(REFUND);
    }

    @Test
    void an_unknown_key_is_asked_for_once_more() throws Exception {
        client.send(refund("", REFUND).replace("Bearer support", "Bearer new-key"));
        assertThat(client.read().status()).isEqualTo(200);
        assertThat(tool.only().body()).isEqualTo(REFUND);
    }
}
