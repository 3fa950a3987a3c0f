package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.JsonReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what cannot run long goes without a meter. */
class StaticCostTest {
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "has(body.amount) && double(body.amount) > 500.0",
                "!has(body.reason) || body.reason == \"\"",
                "headers[\"X-Omnia-Claim-Team\"] == 'support'",
                "tool.name in ['a', 'b'] && request.method != 'GET'",
                "size(body.items) > 10",
            })
    void goesWithoutMeter(String expression) {
        assertThat(SampleCall.rule(ENGINE, expression).needsMeter(SampleCall.with(body(200))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.items.all(i, i > 0)",
                "body.items.exists(i, i == 'a')",
                "body.items.map(i, i).size() > 0",
                "cel.bind(x, body.note, x + x + x == '')",
                "body.note + body.note == ''",
                "'a' + body.note == ''",
                "[body.items, body.items] == []",
                "{'a': body.items} == {}",
                "body.note.matches('(a|b)*c')",
                "body.note.contains('aaaaab')",
                "body.note.replace('a', 'aa') == ''",
                "body.words.join(body.note) == ''",
                "body.note.split('a').size() > 3",
                "string(body.note) == ''",
                "sets.contains(body.items, body.items)",
                "body.items.distinct().size() > 3",
                "body.items.flatten().size() > 3",
                "body.?items.orValue([]).size() > 3",
                "base64.encode(bytes(body.note)) == ''",
                "'admin' in identity.roles",
                "query.page == '2'",
                "has(body.amount) && (body.amount > 1 || body.items.all(i, i > 0))",
            })
    void isMetered(String expression) {
        assertThat(SampleCall.rule(ENGINE, expression).needsMeter(SampleCall.with(body(200))))
                .isTrue();
    }

    @Test
    void isMeteredWithLargeBody() {
        Program program = SampleCall.rule(ENGINE, "has(body.amount) && double(body.amount) > 500.0");
        assertThat(program.needsMeter(SampleCall.with(body(16 * 1024)))).isFalse();
        assertThat(program.needsMeter(SampleCall.with(body(1024 * 1024)))).isTrue();
    }

    @Test
    void isMeteredWithManyParts() {
        String many = "body.items == body.items" + " && body.items == body.items".repeat(100);
        assertThat(SampleCall.rule(ENGINE, many).needsMeter(SampleCall.with(body(2000))))
                .isTrue();
    }

    /** The dearest that goes without a meter: it compares the largest lists that the bound lets pass. */
    @Test
    void worstWithoutMeterIsShort() {
        Program program = SampleCall.rule(ENGINE, "body.items == body.more && 2.0 in body.items");
        String items = "[1" + ",1".repeat(5000) + "]";
        Body body =
                JsonReader.read(("{\"items\":" + items + ",\"more\":" + items + "}").getBytes(StandardCharsets.UTF_8));
        CallVariables variables = SampleCall.with(body);
        assertThat(program.needsMeter(variables)).isFalse();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long start = threads.getCurrentThreadCpuTime();
            assertThat(program.evaluate(variables)).isEqualTo(Result.Value.FALSE);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        // Ten times what an expression may take, and that of this thread alone: only a fault exceeds it.
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    }

    private static Body body(int octets) {
        String start = "{\"amount\": 1, \"reason\": \"r\", \"items\": [1, 2], \"words\": [\"a\"], \"note\": \"";
        String text = start + "x".repeat(octets - start.length() - 2) + "\"}";
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
