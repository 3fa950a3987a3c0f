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
 */
final class PlainJson {
    private static final int MANY_DIGITS = 15;
    private static final int LONG_TEXT = 256;
    private static final int LOOK_FOR_BLOCKS = 64;
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final byte[] bytes;
    private int at;

    private PlainJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The object that these bytes are, from the first to the last; null: give them to a reader that knows everything. */
    static @Nullable JsonObject read(byte[] bytes) {
        PlainJson reader = new PlainJson(bytes);
        if (reader.next() != '{') {
            return null;
        }
        JsonObject object = reader.object(JsonReader.MAX_DEPTH);
        return object == null || reader.next() != END ? null : object;
    }

    /** What follows the last octet: no octet of JSON. */
    private static final int END = -1;

    /** The next octet that is no white space, not yet taken. */
    private int next() {
        while (at < bytes.length) {
            byte octet = bytes[at];
            if (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
                return octet & 0xff;
            }
            at++;
        }
        return END;
    }

    private @Nullable JsonObject object(int depth) {
        at++;
        Map<String, Object> fields = new LinkedHashMap<>();
        if (next() == '}') {
            at++;
            return new JsonObject(fields, bytes.length);
        }
        while (true) {
            if (next() != '"') {
                return null;
            }
            String name = text();
            if (name == null || next() != ':') {
                return null;
            }
            at++;
            Object value = value(depth);
            if (value == null || fields.put(name, value) != null) {
                return null;
            }
            int mark = next();
            at++;
            if (mark == '}') {
                return JsonReader.differInCaseOnly(fields.keySet()) ? null : new JsonObject(fields, bytes.length);
            }
            if (mark != ',') {
                return null;
            }
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
            Object value = value(depth);
            if (value == null) {
                return null;
            }
            items.add(value instanceof LongText text ? text.read() : value);
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
            case '"' -> textValue();
            case '{' -> depth > 1 ? object(depth - 1) : null;
            case '[' -> depth > 1 ? array(depth - 1) : null;
            case 't' -> literal("true") ? true : null;
            case 'f' -> literal("false") ? false : null;
            case 'n' -> literal("null") ? NullValue.NULL_VALUE : null;
            default -> number();
        };
    }

    private @Nullable String text() {
        int from = at + 1;
        return passText() ? new String(bytes, from, at - 1 - from, StandardCharsets.ISO_8859_1) : null;
    }

    private @Nullable Object textValue() {
        int from = at + 1;
        if (!passText()) {
            return null;
        }
        int length = at - 1 - from;
        return length < LONG_TEXT
                ? new String(bytes, from, length, StandardCharsets.ISO_8859_1)
                : new LongText(bytes, from, length);
    }

    private boolean passText() {
        int end = endOfText(at + 1);
        if (end == bytes.length || bytes[end] != '"') {
            return false;
        }
        at = end + 1;
        return true;
    }

    /** Where the first octet stands that is no plain part of a text. */
    private int endOfText(int from) {
        int end = from;
        for (; end + 8 <= bytes.length; end += 8) {
            long marks = EightOctets.endsText(EightOctets.at(bytes, end));
            if (marks != 0) {
                return end + EightOctets.first(marks);
            }
            if (end - from == LOOK_FOR_BLOCKS) {
                end = pastBlocks(end);
            }
        }
        while (end < bytes.length && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        return end;
    }

    /** How far the text goes on at least, in whole blocks. */
    private int pastBlocks(int from) {
        int end = from;
        while (end + EightOctets.BLOCK <= bytes.length && !EightOctets.endsTextInBlock(bytes, end)) {
            end += EightOctets.BLOCK;
        }
        return Math.max(from, end - 8);
    }

    private boolean literal(String word) {
        if (bytes.length - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    /** A number of few digits: its digits and its power of ten are exact as doubles, so their quotient is rounded once. */
    private @Nullable Double number() {
        boolean negative = at < bytes.length && bytes[at] == '-';
        int start = negative ? at + 1 : at;
        int end = digits(start);
        if (end == start || (bytes[start] == '0' && end - start > 1)) {
            return null;
        }
        int places = 0;
        int whole = end;
        if (end < bytes.length && bytes[end] == '.') {
            end = digits(whole + 1);
            places = end - whole - 1;
            if (places == 0) {
                return null;
            }
        }
        if (whole - start + places > MANY_DIGITS || (end < bytes.length && isMoreOfANumber(bytes[end]))) {
            return null;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            number = i == whole ? number : number * 10 + (bytes[i] - '0');
        }
        if (negative && number == 0) {
            return null;
        }
        at = end;
        double value = number / POWERS[places];
        return negative ? -value : value;
    }

    private int digits(int from) {
        int end = from;
        while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isMoreOfANumber(byte octet) {
        return octet == 'e' || octet == 'E' || octet == '.';
    }
}
