package ai.altairalabs.omnia.core.call;

import dev.cel.common.values.NullValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a request's body, and takes only what every careful reader takes in the same way (semantics, section 7; RFC 8259
 * and RFC 7493): UTF-8 without a byte order mark, one document, an object, no name twice at any depth, not even in other case, bounded depth, and
 * numbers that a double or a 64-bit integer holds. Everything else is {@link Body.Unreadable}. Never throws.
 */
public final class JsonReader {
    /** How deep objects and arrays may nest. */
    public static final int MAX_DEPTH = 64;

    /** How many digits a number may have. */
    public static final int MAX_NUMBER_LENGTH = 64;

    private static final String NUL = "the body has a NUL, as UTF-16 does: it is not UTF-8 JSON";
    private static final int FEW_NAMES = 12;
    private static final long EXACT_DOUBLE = 1L << 53;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonReader() {}

    /** The body that these bytes are; no bytes at all are no body. */
    public static Body read(byte[] bytes) {
        return read(bytes, bytes.length);
    }

    /** The same of the first so many bytes of an array, as {@link BodyGate} takes them. */
    static Body read(byte[] bytes, int length) {
        Objects.checkFromIndexSize(0, length, bytes.length);
        if (length == 0) {
            return new Body.Absent();
        }
        JsonObject plain = PlainJson.read(bytes, length);
        return plain == null ? readWhole(bytes, length) : new Body.Json(plain);
    }

    /** The body by the parser that knows all of JSON; {@link PlainJson} never gives another. */
    static Body readWhole(byte[] bytes, int length) {
        String fault = textFault(bytes, length);
        if (fault != null) {
            return new Body.Unreadable(fault);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, length)) {
            return document(parser, length);
        } catch (Refused refused) {
            return new Body.Unreadable(refused.reason);
        } catch (JacksonException _) {
            return new Body.Unreadable("the body is not well-formed JSON");
        }
    }

    private static Body document(JsonParser parser, int octets) {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Body.Unreadable("the body is not a JSON object");
            }
            JsonObject object = object(parser, octets);
            return endsHere(parser) ? new Body.Json(object) : new Body.Unreadable("something follows the JSON object");
        } catch (StreamConstraintsException _) {
            return new Body.Unreadable(
                    parser.streamReadContext().getNestingDepth() > MAX_DEPTH
                            ? "the body nests deeper than " + MAX_DEPTH
                            : "a number has more than " + MAX_NUMBER_LENGTH + " digits");
        }
    }

    private static boolean endsHere(JsonParser parser) {
        try {
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    private static JsonObject object(JsonParser parser, int octets) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (fields.put(name, value(parser, parser.nextToken(), octets)) != null) {
                throw new Refused("a name stands twice in one JSON object");
            }
        }
        if (differInCaseOnly(fields.keySet())) {
            throw new Refused("two names in one JSON object differ only in case");
        }
        return new JsonObject(fields, octets);
    }

    /** Whether two names are one to a reader that does not regard case: a rule and the tool could read different ones. */
    static boolean differInCaseOnly(Set<String> names) {
        if (names.size() > FEW_NAMES) {
            Set<String> distinct = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            distinct.addAll(names);
            return distinct.size() < names.size();
        }
        String[] few = names.toArray(String[]::new);
        for (int i = 1; i < few.length; i++) {
            for (int j = 0; j < i; j++) {
                if (few[i].equalsIgnoreCase(few[j])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static JsonArray array(JsonParser parser, int octets) {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token, octets));
        }
        return new JsonArray(items);
    }

    private static Object value(JsonParser parser, JsonToken token, int octets) {
        return switch (token) {
            case START_OBJECT -> object(parser, octets);
            case START_ARRAY -> array(parser, octets);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NullValue.NULL_VALUE;
            default -> throw new Refused("the body is not well-formed JSON");
        };
    }

    /** A double where it is exact, so that arithmetic with decimals works; a long beyond that. */
    private static Object integer(JsonParser parser) {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new Refused("an integer does not fit into 64 bits");
        }
        long number = parser.getLongValue();
        if (number == 0 && parser.getString().startsWith("-")) {
            throw new Refused("a number is a negative zero");
        }
        if (Math.abs(number) <= EXACT_DOUBLE && number != Long.MIN_VALUE) {
            return (double) number;
        }
        return number;
    }

    private static Object decimal(JsonParser parser) {
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number) || Double.isNaN(number)) {
            throw new Refused("a number is too large");
        }
        if (number == 0) {
            String text = parser.getString();
            if (text.startsWith("-")) {
                throw new Refused("a number is a negative zero");
            }
            int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
            String mantissa = exponent < 0 ? text : text.substring(0, exponent);
            if (mantissa.chars().anyMatch(c -> c >= '1' && c <= '9')) {
                throw new Refused("a number is too small");
            }
        }
        return number;
    }

    /** What is wrong with the bytes as text, or null. A NUL byte is no JSON, and would make UTF-16 look like UTF-8. */
    private static @Nullable String textFault(byte[] bytes, int length) {
        boolean ascii = true;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            long eight = EightOctets.at(bytes, at);
            if (EightOctets.high(eight) != 0) {
                ascii = false;
            }
            if (EightOctets.equal(eight, 0) != 0) {
                return NUL;
            }
        }
        for (; at < length; at++) {
            if (bytes[at] < 0) {
                ascii = false;
            } else if (bytes[at] == 0) {
                return NUL;
            }
        }
        if (ascii) {
            return null;
        }
        if (length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return "the body starts with a byte order mark";
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return null;
        } catch (CharacterCodingException _) {
            return "the body is not UTF-8 text";
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Refused(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
