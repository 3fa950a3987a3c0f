package ai.altairalabs.omnia.fuzz;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.JsonReader;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of a request: what the product takes as JSON, two other readers must read in the same way. */
public final class JsonTarget {
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonTarget() {}

    /** One input: the octets of a body. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Effort effort = new Effort();
        Body body = JsonReader.read(bytes);
        effort.check("reading the body");
        if (!(body instanceof Body.Json json)) {
            return;
        }
        check(json.value(), StrictJson.read(bytes));
        try {
            check(json.value(), ofTree(JACKSON.readTree(bytes)));
        } catch (JacksonException e) {
            throw new Finding("Jackson does not take a body that the product takes: " + e.getOriginalMessage());
        }
    }

    /** The same value: an integer exactly, another number as the nearest double. */
    private static void check(Object product, @Nullable Object other) {
        boolean same = switch (other) {
            case Map<?, ?> map ->
                product instanceof Map<?, ?> mine && mine.keySet().equals(map.keySet());
            case List<?> list -> product instanceof List<?> mine && mine.size() == list.size();
            case BigInteger number ->
                product instanceof Number mine
                        && new BigDecimal(mine.toString()).compareTo(new BigDecimal(number)) == 0;
            case Double number -> product instanceof Double mine && mine.doubleValue() == number;
            case null -> product == NullValue.NULL_VALUE;
            default -> product.equals(other);
        };
        Finding.unless(same, "the product has <" + product + ">, the second reader <" + other + ">");
        if (product instanceof Map<?, ?> mine && other instanceof Map<?, ?> map) {
            mine.forEach((name, value) -> check(Objects.requireNonNull(value), map.get(name)));
        } else if (product instanceof List<?> mine && other instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(Objects.requireNonNull(mine.get(i)), list.get(i));
            }
        }
    }

    /** A tree of Jackson's as maps, lists, texts, {@link BigInteger}s, {@link Double}s, booleans and nulls. */
    static @Nullable Object ofTree(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), ofTree(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(item -> list.add(ofTree(item)));
            return list;
        }
        return node.isString()
                ? node.stringValue()
                : node.isIntegralNumber()
                        ? node.bigIntegerValue()
                        : node.isNumber() ? (Object) node.doubleValue() : node.isBoolean() ? node.booleanValue() : null;
    }
}
