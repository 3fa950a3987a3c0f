package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests with a second reading: each is answered 400, the connection is closed, and the tool sees nothing at all. */
class MalformedRequestTest {
    private static RecordingTool tool;
    private static DoorFixture door;

    @BeforeAll
    static void start() throws Exception {
        tool = RecordingTool.answering(RecordingTool.OK);
        door = DoorFixture.before(tool).start();
    }

    @AfterAll
    static void stop() throws Exception {
        door.close();
        tool.close();
    }

    private static Arguments post(String what, String headers, String body) {
        return line(what, "POST /v1/refund HTTP/1.1", "Host: tool\r\n" + headers, body);
    }

    private static Arguments line(String what, String line, String headers, String body) {
        return Arguments.of(what, line + "\r\nAuthorization: Bearer support\r\n" + headers + "\r\n" + body);
    }

    private static Arguments get(String target) {
        return line(target, "GET " + target + " HTTP/1.1", "Host: tool\r\n", "");
    }

    private static Arguments header(String header) {
        return post(header.replace("\r\n", " "), header + "Content-Length: 2\r\n", "{}");
    }

    static Stream<Arguments> framing() {
        String smuggled = "0\r\n\r\nPOST /v1/delete HTTP/1.1\r\nHost: tool\r\nContent-Length: 0\r\n\r\n";
        return Stream.of(
                post("CL and TE", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", smuggled),
                post("TE and CL", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", smuggled),
                post("two CL", "Content-Length: 2\r\nContent-Length: 2\r\n", "{}"),
                post("two different CL", "Content-Length: 2\r\nContent-Length: 3\r\n", "{} "),
                post("CL list", "Content-Length: 2,2\r\n", "{}"),
                post("CL +2", "Content-Length: +2\r\n", "{}"),
                post("CL -2", "Content-Length: -2\r\n", "{}"),
                post("CL 0x2", "Content-Length: 0x2\r\n", "{}"),
                post("CL empty", "Content-Length:\r\n", "{}"),
                post("CL 2 2", "Content-Length: 2 2\r\n", "{}"),
                post("CL overflow", "Content-Length: 18446744073709551618\r\n", "{}"),
                post("CL before colon", "Content-Length : 2\r\n", "{}"),
                post("CL with underscore too", "Content-Length: 2\r\nContent_Length: 3\r\n", "{}"),
                post("only CL with underscore", "Content_Length: 2\r\n", "{}"),
                post("only TE with underscore", "Transfer_Encoding: chunked\r\n", smuggled),
                post("TE xchunked", "Transfer-Encoding: xchunked\r\n", smuggled),
                post("TE gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n", smuggled),
                post("TE chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", smuggled),
                post("TE chunked, chunked", "Transfer-Encoding: chunked, chunked\r\n", smuggled),
                post("TE identity", "Transfer-Encoding: identity\r\nContent-Length: 2\r\n", "{}"),
                post("TE with vertical tab", "Transfer-Encoding: \u000bchunked\r\n", smuggled),
                post("TE quoted", "Transfer-Encoding: \"chunked\"\r\n", smuggled),
                post("TE before colon", "Transfer-Encoding : chunked\r\n", smuggled),
                line("TE on 1.0", "POST /v1/refund HTTP/1.0", "Host: tool\r\nTransfer-Encoding: chunked\r\n", smuggled),
                post("chunk extension", "Transfer-Encoding: chunked\r\n", "2;x=1\r\n{}\r\n0\r\n\r\n"),
                post("chunk with bare LF", "Transfer-Encoding: chunked\r\n", "2\n{}\r\n0\r\n\r\n"),
                post("chunk size with sign", "Transfer-Encoding: chunked\r\n", "+2\r\n{}\r\n0\r\n\r\n"),
                post("chunk too long", "Transfer-Encoding: chunked\r\n", "1\r\n{}\r\n0\r\n\r\n"),
                post("trailers", "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\nX-A: b\r\n\r\n"));
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                line("no Host", "GET /v1/refund HTTP/1.1", "", ""),
                line("two Hosts", "GET /v1/refund HTTP/1.1", "Host: tool\r\nHost: tool\r\n", ""),
                line("empty Host", "GET /v1/refund HTTP/1.1", "Host:\r\n", ""),
                line("Host with path", "GET /v1/refund HTTP/1.1", "Host: tool/v1\r\n", ""),
                line("Host with user", "GET /v1/refund HTTP/1.1", "Host: a@tool\r\n", ""),
                line("GET with a body", "GET /v1/refund HTTP/1.1", "Host: tool\r\nContent-Length: 2\r\n", "{}"),
                line("HTTP/1.2", "GET /v1/refund HTTP/1.2", "Host: tool\r\n", ""),
                line("HTTP/2.0", "GET /v1/refund HTTP/2.0", "Host: tool\r\n", ""),
                line("HTTP/0.9", "GET /v1/refund", "Host: tool\r\n", ""),
                line("http/1.1", "GET /v1/refund http/1.1", "Host: tool\r\n", ""),
                line("two blanks", "GET  /v1/refund HTTP/1.1", "Host: tool\r\n", ""),
                line("tab", "GET\t/v1/refund\tHTTP/1.1", "Host: tool\r\n", ""),
                line("blank at the end", "GET /v1/refund HTTP/1.1 ", "Host: tool\r\n", ""),
                line("blank at the start", " GET /v1/refund HTTP/1.1", "Host: tool\r\n", ""),
                line("empty line first", "\r\nGET /v1/refund HTTP/1.1", "Host: tool\r\n", ""),
                line("CONNECT", "CONNECT tool:80 HTTP/1.1", "Host: tool\r\n", ""),
                line("TRACE", "TRACE /v1/refund HTTP/1.1", "Host: tool\r\n", ""),
                line("method", "G(T /v1/refund HTTP/1.1", "Host: tool\r\n", ""),
                line("asterisk", "OPTIONS * HTTP/1.1", "Host: tool\r\n", ""),
                line("absolute form", "GET http://tool/v1/refund HTTP/1.1", "Host: tool\r\n", ""),
                line("other authority", "GET http://other/v1/refund HTTP/1.1", "Host: tool\r\n", ""),
                Arguments.of("bare LF", "GET /v1/refund HTTP/1.1\nHost: tool\nAuthorization: Bearer support\n\n"),
                Arguments.of("bare LF in headers", "GET /v1/refund HTTP/1.1\r\nHost: tool\nX: y\r\n\r\n"),
                Arguments.of("bare CR", "GET /v1/refund HTTP/1.1\r\nHost: tool\rX: y\r\n\r\n"),
                get("/v1/refund\u0000"),
                header("X-A: a\u0000b\r\n"),
                header("X-A: a\u0001b\r\n"),
                header("X-A: a\u007fb\r\n"),
                header("X-A: a\r\n b\r\n"),
                header("X-A: a\r\n\tb\r\n"),
                header(" X-A: a\r\n"),
                header("X A: a\r\n"),
                header("X-A : a\r\n"),
                header(": a\r\n"),
                header("X-A\r\n"),
                header("X-\u00e9: a\r\n"),
                header("X-A(b): a\r\n"),
                header("X-Big: " + "x".repeat(65536) + "\r\n"),
                header("X-A: 1\r\n".repeat(101)),
                header("Content-Type: application/json\r\nContent-Type: text/plain\r\n"),
                header("Expect: 200-maybe\r\n"),
                header("Connection: Upgrade\r\nUpgrade: websocket\r\n"));
    }

    static Stream<Arguments> identities() {
        return Stream.of(
                header("X-Omnia-Claim-Team: a\r\nX-Omnia-Claim-Team: b\r\n"),
                header("X-Omnia-Claim-Team: a\r\nx-omnia-claim-team: a\r\n"),
                header("X-Omnia-Claim-Team: a\r\nX-Omnia-Claim_Team: a\r\n"),
                header("x_omnia_claim_team: a\r\n"),
                header("X-Omnia_Agent-Name: a\r\n"),
                header("X-Tenant: a\r\nX_Tenant: b\r\n"),
                header("X-Tenant: a\r\nx-tenant: b\r\n"),
                header("X-HTTP-Method-Override: DELETE\r\n"),
                header("x_http_method_override: DELETE\r\n"),
                header("X-HTTP-Method: DELETE\r\n"),
                header("X-Method-Override: DELETE\r\n"),
                header("X-Original-URL: /v1/delete\r\n"),
                header("X-Rewrite-URL: /v1/delete\r\n"));
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                        "//v1/refund",
                        "/v1/./refund",
                        "/v1/x/../refund",
                        "/v1/%72efund",
                        "/v1/refund%2f",
                        "/v1/refund%2F",
                        "/v1/refund;x=1",
                        "/v1\\refund",
                        "/v1/refund#x",
                        "/v1/refund%",
                        "/v1/refund?a=1&a=2",
                        "/v1/refund?a=%zz",
                        "/v1/refund?a=1;b=2",
                        "/" + "x".repeat(9000))
                .map(MalformedRequestTest::get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"heads", "identities", "targets", "framing"})
    void is_refused_and_never_reaches_the_tool(String what, String request) throws Exception {
        try (RawClient client = new RawClient(door.address())) {
            client.send(request);
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.values("Content-Type")).containsExactly("application/json");
            assertThat(answer.values("Connection")).containsExactly("close");
            assertThat(answer.body()).startsWith("{\"error\":\"malformed_request\",\"message\":\"");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(tool.seen()).isEmpty();
        assertThat(tool.connections()).as("connections to the tool").isZero();
    }
}
