package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private static String readAll(BodyReader reader, String text, int step) throws MalformedMessage {
        StringBuilder body = new StringBuilder();
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < text.length(); i += step) {
            in.writeCharSequence(text.substring(i, Math.min(text.length(), i + step)), StandardCharsets.ISO_8859_1);
            for (ByteBuf piece = reader.next(in); piece != null; piece = reader.next(in)) {
                body.append(piece.toString(StandardCharsets.ISO_8859_1));
                piece.release();
            }
        }
        body.append('|').append(in.toString(StandardCharsets.ISO_8859_1));
        in.release();
        return body.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void takes_chunks_however_they_arrive(int step) throws MalformedMessage {
        BodyReader reader = new BodyReader(Framing.CHUNKED, false);
        assertThat(readAll(reader, "5\r\nhello\r\n00A\r\n, world!!!\r\n0\r\n\r\nGET", step))
                .isEqualTo("hello, world!!!|GET");
        assertThat(reader.done()).isTrue();
        assertThat(reader.trailers()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void takes_a_length(int step) throws MalformedMessage {
        BodyReader reader = new BodyReader(new Framing.Length(5), false);
        assertThat(readAll(reader, "helloGET", step)).isEqualTo("hello|GET");
        assertThat(reader.done()).isTrue();
    }

    @Test
    void drops_trailers_and_says_so() throws MalformedMessage {
        BodyReader reader = new BodyReader(Framing.CHUNKED, false);
        assertThat(readAll(reader, "1\r\na\r\n0\r\nX-Omnia-Agent-Name: evil\r\n\r\n", 1))
                .isEqualTo("a|");
        assertThat(reader.done()).isTrue();
        assertThat(reader.trailers()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "g\r\n",
                "-1\r\n",
                "+1\r\na\r\n",
                "0x1\r\na\r\n",
                " 1\r\na\r\n",
                "1 \r\na\r\n",
                "1\na\r\n",
                "1;x=y\r\na\r\n",
                "1\r\nab\r\n",
                "1\r\na\n0\r\n\r\n",
                "1\r\na\r\n0\n\n",
                "FFFFFFFFFFFFFFFF\r\n",
                "1;x=\u0000\r\na\r\n"
            })
    void refuses_chunks_with_a_second_reading(String text) {
        assertThatThrownBy(() -> readAll(new BodyReader(Framing.CHUNKED, false), text, 1))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void a_tools_chunk_extensions_are_dropped() throws MalformedMessage {
        BodyReader reader = new BodyReader(Framing.CHUNKED, true);
        assertThat(readAll(reader, "1;x=y\r\na\r\n1 \r\nb\r\n0\r\n\r\n", 1)).isEqualTo("ab|");
        assertThat(reader.done()).isTrue();
    }

    @Test
    void endless_lines_and_trailers_are_refused() {
        assertThatThrownBy(() -> readAll(new BodyReader(Framing.CHUNKED, true), "1;" + "x".repeat(5000), 100))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(
                        () -> readAll(new BodyReader(Framing.CHUNKED, true), "0\r\n" + "a: b\r\n".repeat(10000), 100))
                .isInstanceOf(MalformedMessage.class);
    }
}
