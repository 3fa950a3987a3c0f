package ai.altairalabs.omnia.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static RequestHead read(String text) throws MalformedMessage {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int end = HeadScanner.end(bytes, bytes.length, HeadLimits.DEFAULT);
        assertThat(end).as("the head is whole").isEqualTo(bytes.length);
        return RequestHead.read(bytes, HeadLimits.DEFAULT);
    }

    private static RequestHead get(String target, String... headers) throws MalformedMessage {
        return read("GET " + target + " HTTP/1.1\r\nHost: tool\r\n" + String.join("", headers) + "\r\n");
    }

    @Test
    void reads_a_request() throws MalformedMessage {
        RequestHead head = read("POST /v1/refund?a=1&b=x%20y+z HTTP/1.1\r\nHost: tool:8080\r\n"
                + "content-TYPE:application/json \r\nContent-Length: 5\r\nX-Empty:\r\nX_Other: a\tb\u00e9\r\n\r\n");
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.path()).isEqualTo("/v1/refund");
        assertThat(head.query().parameters()).isEqualTo(Map.of("a", "1", "b", "x y z"));
        assertThat(head.framing()).isEqualTo(new Framing.Length(5));
        assertThat(head.fields().first(HeaderName.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(head.fields().value(3)).isEmpty();
        assertThat(head.fields().value(4)).isEqualTo("a\tb\u00e9");
        assertThat(head.keepsAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a=%", "?a=%zz", "?a=1&a=2", "?a=1&%61=2", "?a=1;b=2", "?a=%FF", "?a=%00", "?a=\"", "?#"})
    void refuses_a_query_with_a_second_reading(String query) {
        if (query.equals("?a=\"")) {
            // A quotation mark has one reading only.
            assertThatCodeReads("/v1" + query);
        } else {
            assertThatThrownBy(() -> get("/v1" + query)).isInstanceOf(MalformedMessage.class);
        }
    }

    private static void assertThatCodeReads(String target) {
        org.assertj.core.api.Assertions.assertThatCode(() -> get(target)).doesNotThrowAnyException();
    }

    @Test
    void an_empty_query_is_none() throws MalformedMessage {
        assertThat(get("/v1?").query().parameters()).isEmpty();
    }

    static Stream<String> connections() {
        return Stream.of("Connection: close\r\n", "Connection: Keep-Alive, CLOSE\r\n");
    }

    @ParameterizedTest
    @MethodSource("connections")
    void close_is_the_last_request(String connection) throws MalformedMessage {
        assertThat(get("/", connection).keepsAlive()).isFalse();
    }

    @Test
    void headers_that_connection_names_are_the_connections_own() throws MalformedMessage {
        RequestHead head =
                get("/", "Connection: x-hop, Host\r\n", "X-Hop: 1\r\n", "X-Stays: 1\r\n", "Keep-Alive: 5\r\n");
        assertThat(head.hopByHop(0)).as("Host").isFalse();
        assertThat(head.hopByHop(1)).as("Connection").isTrue();
        assertThat(head.hopByHop(2)).as("X-Hop").isTrue();
        assertThat(head.hopByHop(3)).as("X-Stays").isFalse();
        assertThat(head.hopByHop(4)).as("Keep-Alive").isTrue();
    }

    @Test
    void too_many_headers_are_refused() {
        assertThatThrownBy(() -> get("/", "X-A: 1\r\n".repeat(100)))
                .hasMessage("the message has more than 100 headers");
    }

    @Test
    void a_bare_line_feed_is_refused_before_the_head_is_whole() {
        byte[] bytes = "GET / HTTP/1.1\nHost".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> HeadScanner.end(bytes, bytes.length, HeadLimits.DEFAULT))
                .hasMessage("a line ends other than by CR LF");
    }

    @Test
    void heads_are_limited() {
        byte[] line = "a".repeat(8193).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> HeadScanner.end(line, line.length, HeadLimits.DEFAULT))
                .hasMessage("the first line is longer than 8192 bytes");
        byte[] head = ("GET / HTTP/1.1\r\nA: " + "a".repeat(32768)).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> HeadScanner.end(head, head.length, HeadLimits.DEFAULT))
                .hasMessage("the headers are longer than 32768 bytes");
    }
}
