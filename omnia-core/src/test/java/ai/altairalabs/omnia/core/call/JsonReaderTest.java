package ai.altairalabs.omnia.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a body is refused for, each by its own name. */
class JsonReaderTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("[1]", "the body is not a JSON object"),
                Arguments.of("{\"a\":1} x", "something follows the JSON object"),
                Arguments.of("{\"a\":1}{", "something follows the JSON object"),
                Arguments.of("{\"a\":1}\0", "the body has a NUL, as UTF-16 does: it is not UTF-8 JSON"),
                Arguments.of("{\"a\":1", "the body is not well-formed JSON"),
                Arguments.of(nested(65, "1"), "the body nests deeper than 64"),
                Arguments.of(nested(64, "1".repeat(65)), "a number has more than 64 digits"),
                Arguments.of("{\"a\":0." + "1".repeat(64) + "}", "a number has more than 64 digits"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void names(String body, String fault) {
        assertThat(read(body)).isEqualTo(new Body.Unreadable(fault));
    }

    @Test
    void takesWhatIsJustWithinTheLimits() {
        assertThat(read(nested(64, "1"))).isInstanceOf(Body.Json.class);
        assertThat(read("{\"a\":0." + "1".repeat(63) + "}")).isInstanceOf(Body.Json.class);
    }

    private static Body read(String body) {
        return JsonReader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String nested(int depth, String innermost) {
        return "{\"a\":".repeat(depth) + innermost + "}".repeat(depth);
    }
}
