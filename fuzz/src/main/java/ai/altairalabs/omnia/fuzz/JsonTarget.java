package ai.altairalabs.omnia.fuzz;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.JsonReader;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
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
        Object read = plain(json.value());
        Finding.unlessEqual("the body", read, plain(StrictJson.read(bytes)));
        try {
            Finding.unlessEqual("the body", read, plain(ofTree(JACKSON.readTree(bytes))));
        } catch (JacksonException e) {
            throw new Finding("Jackson does not take a body that the product takes: " + e.getOriginalMessage());
        }
    }

    /** Numbers as doubles where the product has doubles: an integer beyond 2^53 stays exact. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case NullValue _ -> null;
            case Long number -> BigDecimal.valueOf(number);
            case BigDecimal number ->
                number.scale() <= 0 && number.abs().compareTo(BigDecimal.valueOf(1L << 53)) > 0
                        ? number
                        : (Object) number.doubleValue();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, item) -> copy.put(name, plain(item)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(plain(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /** A tree of Jackson's as maps, lists, texts, {@link BigDecimal}s, booleans and nulls. */
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
                : node.isNumber() ? node.decimalValue() : node.isBoolean() ? (Object) node.booleanValue() : null;
    }
}
