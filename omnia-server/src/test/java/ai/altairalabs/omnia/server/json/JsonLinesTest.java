package ai.altairalabs.omnia.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();

    private static String strictUtf8(JsonLines lines) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(lines.toBytes()))
                .toString();
    }

    /** What a lone surrogate becomes. */
    private static String whole(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return out.toString();
    }

    @Property
    void anyTextIsReadBackAndStaysOnOneLine(@ForAll("texts") String name, @ForAll("texts") String value)
            throws Exception {
        String line = strictUtf8(new JsonLines().begin().field(name, value).end());
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line.substring(0, line.length() - 1).chars())
                .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
        JsonNode read = JACKSON.readTree(line);
        assertThat(read.propertyNames()).containsExactly(whole(name));
        assertThat(read.get(whole(name)).asString()).isEqualTo(whole(value));
    }

    /** Texts of any length are plain up to anywhere. */
    @Property
    void aLongTextIsReadBackWhateverStandsInIt(
            @ForAll @IntRange(max = 3000) int before,
            @ForAll("texts") String odd,
            @ForAll @IntRange(max = 3000) int behind)
            throws Exception {
        String text = "x".repeat(before) + odd + "y".repeat(behind);
        String line = strictUtf8(new JsonLines().begin().field("text", text).end());
        assertThat(line.substring(0, line.length() - 1).chars())
                .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
        assertThat(JACKSON.readTree(line).get("text").asString()).isEqualTo(whole(text));
    }

    @Property
    void anyTreeIsReadBack(@ForAll("trees") Object tree) throws Exception {
        JsonLines lines = new JsonLines().begin();
        assertThat(lines.tree("tree", tree, _ -> false, 1 << 20)).isTrue();
        JsonNode read = JACKSON.readTree(strictUtf8(lines.end())).get("tree");
        assertThat(read).isEqualTo(JACKSON.readTree(JACKSON.writeValueAsString(clean(tree))));
    }

    @Property
    void aTreeThatIsTooLongLeavesNoTrace(@ForAll("trees") Object tree) throws Exception {
        JsonLines lines = new JsonLines().begin().field("a", 1);
        boolean fits = lines.tree("tree", tree, _ -> false, 3);
        lines.field("z", true);
        JsonNode read = JACKSON.readTree(strictUtf8(lines.end()));
        assertThat(read.has("tree")).isEqualTo(fits);
        assertThat(read.has("a")).isTrue();
        assertThat(read.get("z").asBoolean()).isTrue();
    }

    @Property
    void aMaskedNameNeverShowsItsValue(@ForAll("trees") Object inner) throws Exception {
        JsonLines lines = new JsonLines().begin();
        Map<String, Object> tree = Map.of("list", List.of(Map.of("card", List.of("MARK", inner))));
        lines.tree("tree", tree, name -> name.equals("card"), 1 << 20);
        assertThat(strictUtf8(lines.end())).isEqualTo("{\"tree\":{\"list\":[{\"card\":\"***\"}]}}\n");
    }

    @Example
    void writesSeveralLinesAndForgetsThem() throws Exception {
        JsonLines lines = new JsonLines();
        lines.begin().field("a", "1").fieldUnlessEmpty("b", "").end();
        lines.begin().field("c", -7).field("d", false).end();
        assertThat(strictUtf8(lines)).isEqualTo("{\"a\":\"1\"}\n{\"c\":-7,\"d\":false}\n");
        assertThat(lines.count()).isEqualTo(2);
        assertThat(lines.clear().length()).isZero();
    }

    @Example
    void keepsNumbersReadable() throws Exception {
        JsonLines lines = new JsonLines().begin();
        List<Object> numbers = new ArrayList<>(List.of(
                750.0,
                1_000_000.0,
                1e15,
                0.1,
                -2.5,
                9007199254740993L,
                new BigInteger("123456789012345678901"),
                new BigDecimal("10.50"),
                Double.NaN,
                Double.POSITIVE_INFINITY));
        lines.tree("n", numbers, _ -> false, 1000);
        assertThat(strictUtf8(lines.end()))
                .isEqualTo("{\"n\":[750,1000000,1000000000000000,0.1,-2.5,9007199254740993,123456789012345678901,10.5,"
                        + "null,null]}\n");
    }

    private static Object clean(Object tree) {
        return switch (tree) {
            case String text -> whole(text);
            case List<?> items -> items.stream().map(JsonLinesTest::clean).toList();
            case Map<?, ?> map -> {
                Map<String, Object> out = new LinkedHashMap<>();
                map.forEach((key, value) -> out.put(whole((String) key), clean(value)));
                yield out;
            }
            case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 -> number.longValue();
            default -> tree;
        };
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> chars = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.chars().range(' ', '~')),
                net.jqwik.api.Tuple.of(2, Arbitraries.chars().range('\0', '\u00ff')),
                net.jqwik.api.Tuple.of(1, Arbitraries.chars().range('\ud800', '\udfff')),
                net.jqwik.api.Tuple.of(1, Arbitraries.of('\u2028', '\u2029', '"', '\\', '\ufeff', '\uffff')),
                net.jqwik.api.Tuple.of(1, Arbitraries.chars().all()));
        return chars.list().ofMaxSize(20).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::append);
            return text.toString();
        });
    }

    @Provide
    Arbitrary<Object> trees() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                texts().map(text -> (Object) text),
                Arbitraries.doubles().map(number -> (Object) (number == 0 ? 0.0 : number)),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.of(true, false).map(bool -> (Object) bool));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(list -> (Object) list),
                        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(5), inner)
                                .ofMaxSize(3)
                                .map(map -> (Object) map)),
                0,
                3);
    }
}
