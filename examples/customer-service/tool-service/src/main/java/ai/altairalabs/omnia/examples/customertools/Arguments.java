package ai.altairalabs.omnia.examples.customertools;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arguments of one call: a JSON object, or the parameters of a query. */
record Arguments(JsonNode fields) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int LONGEST_TEXT = 500;

    static Arguments ofBody(byte[] body) throws InvalidRequest {
        try {
            JsonNode fields = JSON.readTree(body);
            if (!fields.isObject()) {
                throw new InvalidRequest("the body must be a JSON object");
            }
            return new Arguments(fields);
        } catch (JacksonException e) {
            throw new InvalidRequest("the body must be a JSON object");
        }
    }

    static Arguments ofQuery(Map<String, String> parameters) {
        return new Arguments(JSON.valueToTree(parameters));
    }

    /** A text that must be there. */
    String text(String name) throws InvalidRequest {
        String text = optionalText(name);
        if (text == null || text.isBlank()) {
            throw new InvalidRequest("`" + name + "` is missing");
        }
        return text;
    }

    /** A text that may be missing or null. */
    @Nullable
    String optionalText(String name) throws InvalidRequest {
        JsonNode field = fields.get(name);
        if (field == null || field.isNull()) {
            return null;
        }
        if (!field.isString() || field.stringValue().length() > LONGEST_TEXT) {
            throw new InvalidRequest("`" + name + "` must be a text of at most " + LONGEST_TEXT + " characters");
        }
        return field.stringValue();
    }

    /** An amount of dollars, as cents: positive, at most a million, at most two decimals. */
    long cents(String name) throws InvalidRequest {
        JsonNode field = fields.get(name);
        if (field == null || !field.isNumber()) {
            throw new InvalidRequest("`" + name + "` must be a number");
        }
        BigDecimal amount = field.decimalValue();
        if (amount.signum() <= 0 || amount.compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
            throw new InvalidRequest("`" + name + "` must be above 0 and at most 1000000");
        }
        if (amount.stripTrailingZeros().scale() > 2) {
            throw new InvalidRequest("`" + name + "` must have at most two decimals");
        }
        return amount.movePointRight(2).longValueExact();
    }
}
