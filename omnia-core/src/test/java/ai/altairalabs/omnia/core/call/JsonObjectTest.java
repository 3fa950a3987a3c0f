package ai.altairalabs.omnia.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private static final String LONG = "long ".repeat(200);

    /** However a value is asked for, it is the text: never the octets that it was kept as. */
    @Test
    void givesUnreadValuesAsTheyAreWritten() {
        Map<String, Object> expected = Map.of("a", LONG, "b", List.of(LONG), "c", Map.of("d", LONG));
        assertThat((Object) read()).isEqualTo(expected);
        assertThat(expected).isEqualTo(read());
        assertThat(read().hashCode()).isEqualTo(expected.hashCode());
        assertThat(read().get("a")).isEqualTo(LONG);
        assertThat(read().select("a")).isEqualTo(LONG);
        assertThat(read().find("a")).contains(LONG);
        assertThat(read().getOrDefault("a", "")).isEqualTo(LONG);
        assertThat(read().containsValue(LONG)).isTrue();
        assertThat(read().values()).contains(LONG);
        assertThat(read().entrySet()).containsAll(expected.entrySet());
        assertThat(read().keySet()).containsExactly("a", "b", "c");
        read().forEach((name, value) -> assertThat(value).isEqualTo(expected.get(name)));
    }

    @Test
    void readsAValueOnce() {
        JsonObject object = read();
        assertThat(object.get("a"))
                .isSameAs(object.get("a"))
                .isSameAs(object.values().iterator().next());
    }

    private static JsonObject read() {
        String json = "{'a':'LONG','b':['LONG'],'c':{'d':'LONG'}}"
                .replace("LONG", LONG)
                .replace('\'', '"');
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonObject object = PlainJson.read(bytes, bytes.length);
        assertThat((Object) object).isNotNull();
        return object;
    }
}
