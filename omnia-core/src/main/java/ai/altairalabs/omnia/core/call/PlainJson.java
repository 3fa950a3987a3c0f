package ai.altairalabs.omnia.core.call;

import dev.cel.common.values.NullValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON objects that most calls carry, and gives up on every other text: texts of ASCII without escapes, numbers of
 * few digits, no name twice. It never says that a body is wrong: what it gives up on, and so every fault, is for {@link
 * JsonReader} to read again from its start.
 *
 * <p>All of the body is walked over and checked, but of what is nested, and of long texts, nothing is made before somebody asks:
 * rules read few fields. That takes part of the time that a rule has, so that large bodies are read at once, before it begins.
 */
final class PlainJson {
    private static final int LARGE_BODY = 32768;
    private static final int LONG_TEXT = 256;
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final byte[] bytes;
    private final int length;
    private final JsonWalk walk;
    private final boolean later;
    private int at;

    private PlainJson(byte[] bytes, int from, int length, boolean later) {
        this.bytes = bytes;
        this.length = length;
        this.walk = new JsonWalk(bytes, length);
        this.at = from;
        this.later = later;
    }

    /**
     * The object that the first so many of these bytes are, from the first to the last; null: give them to a reader that knows
     * everything. It keeps the array: nobody may change it as long as somebody has the object.
     */
    static @Nullable JsonObject read(byte[] bytes, int length) {
        PlainJson reader = new PlainJson(bytes, 0, length, length <= LARGE_BODY);
        if (reader.next() != '{') {
            return null;
        }
        JsonObject object = reader.object(JsonReader.MAX_DEPTH);
        return object == null || reader.next() != JsonWalk.END ? null : object;
    }

    /** The object or array from here to there of a body that {@link #read} has walked over. */
    static Object value(byte[] bytes, int from, int to) {
        Object value = new PlainJson(bytes, from, to, false).value(JsonReader.MAX_DEPTH);
        if (value == null) {
            throw new IllegalStateException("a body changed while it was read");
        }
        return value;
    }

    /** The next octet that is no white space, not yet taken. */
    private int next() {
        at = walk.blanks(at);
        return walk.octet(at);
    }

    private @Nullable JsonObject object(int depth) {
        at++;
        Map<String, Object> fields = new LinkedHashMap<>();
        if (next() == '}') {
            at++;
            return new JsonObject(fields, length);
        }
        int outer = walk.names();
        while (true) {
            int name = at + 1;
            at = walk.name(at);
            if (at == JsonWalk.FAULT) {
                return null;
            }
            String text = text(name, at - 1);
            if (next() != ':') {
                return null;
            }
            at++;
            Object value = value(depth - 1);
            if (value == null) {
                return null;
            }
            fields.put(text, value);
            int mark = next();
            at++;
            if (mark == '}') {
                return walk.distinctSince(outer) ? new JsonObject(fields, length) : null;
            }
            if (mark != ',') {
                return null;
            }
            next();
        }
    }

    private @Nullable JsonArray array(int depth) {
        at++;
        List<Object> items = new ArrayList<>();
        if (next() == ']') {
            at++;
            return new JsonArray(items);
        }
        while (true) {
            Object value = value(depth - 1);
            if (value == null) {
                return null;
            }
            items.add(value instanceof UnreadValue unread ? unread.read() : value);
            int mark = next();
            at++;
            if (mark == ']') {
                return new JsonArray(items);
            }
            if (mark != ',') {
                return null;
            }
        }
    }

    private @Nullable Object value(int depth) {
        return switch (next()) {
            case '"' -> text();
            case '{' -> later ? unread(depth) : depth > 0 ? object(depth) : null;
            case '[' -> later ? unread(depth) : depth > 0 ? array(depth) : null;
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", NullValue.NULL_VALUE);
            default -> number();
        };
    }

    private @Nullable UnreadValue unread(int depth) {
        int from = at;
        at = walk.value(from, depth);
        return at == JsonWalk.FAULT ? null : new UnreadValue(bytes, from, at);
    }

    private @Nullable Object text() {
        int from = at;
        at = walk.text(from);
        if (at == JsonWalk.FAULT) {
            return null;
        }
        return at - from < LONG_TEXT ? text(from + 1, at - 1) : new UnreadValue(bytes, from, at);
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private @Nullable Object literal(String word, Object value) {
        at = walk.literal(at, word);
        return at == JsonWalk.FAULT ? null : value;
    }

    /** Its digits and its power of ten are exact as doubles, so their quotient is rounded once. */
    private @Nullable Double number() {
        int from = at;
        at = walk.number(from);
        if (at == JsonWalk.FAULT) {
            return null;
        }
        long number = 0;
        int places = 0;
        boolean negative = bytes[from] == '-';
        for (int i = negative ? from + 1 : from; i < at; i++) {
            if (bytes[i] == '.') {
                places = at - i - 1;
            } else {
                number = number * 10 + (bytes[i] - '0');
            }
        }
        double value = number / POWERS[places];
        return negative ? -value : value;
    }
}
