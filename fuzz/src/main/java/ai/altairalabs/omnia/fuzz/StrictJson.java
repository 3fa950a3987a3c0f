package ai.altairalabs.omnia.fuzz;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A second reader of JSON, straight from RFC 8259's grammar: slow, and nothing of the product's is in it. */
public final class StrictJson {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
    private static final Pattern CHARACTERS =
            Pattern.compile("(?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+");

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /** The one value that the octets are; else a finding: the product took them. */
    public static @Nullable Object read(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Finding("not UTF-8, but taken as JSON");
        }
        StrictJson reader = new StrictJson(text);
        Object value = reader.value();
        reader.blanks();
        Finding.unless(reader.at == text.length(), "something follows the JSON, but it was taken");
        return value;
    }

    private @Nullable Object value() {
        blanks();
        char c = at < text.length() ? text.charAt(at) : 0;
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number(match(NUMBER));
        };
    }

    private static Number number(String digits) {
        return digits.matches("-?[0-9]+") ? new BigInteger(digits) : Double.valueOf(digits);
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        at++;
        if (taken('}')) {
            return map;
        }
        do {
            blanks();
            String name = string();
            for (String other : map.keySet()) {
                Finding.unless(!other.equalsIgnoreCase(name), "a name stands twice, but the JSON was taken");
            }
            Finding.unless(taken(':'), "a colon is missing, but the JSON was taken");
            map.put(name, value());
        } while (taken(','));
        Finding.unless(taken('}'), "a brace is missing, but the JSON was taken");
        return map;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        if (taken(']')) {
            return list;
        }
        do {
            list.add(value());
        } while (taken(','));
        Finding.unless(taken(']'), "a bracket is missing, but the JSON was taken");
        return list;
    }

    private String string() {
        Finding.unless(taken('"'), "a text is missing, but the JSON was taken");
        String raw = match(CHARACTERS);
        Finding.unless(at < text.length() && text.charAt(at++) == '"', "a text does not end, but the JSON was taken");
        StringBuilder string = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                c = raw.charAt(++i);
                int known = "bfnrt".indexOf(c);
                if (known >= 0) {
                    c = "\b\f\n\r\t".charAt(known);
                } else if (c == 'u') {
                    c = (char) Integer.parseInt(raw.substring(i + 1, i + 5), 16);
                    i += 4;
                }
            }
            string.append(c);
        }
        return string.toString();
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        Finding.unless(text.startsWith(word, at), "no word of JSON, but it was taken");
        at += word.length();
        return value;
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        Finding.unless(matcher.lookingAt(), "no JSON, but it was taken");
        at = matcher.end();
        return matcher.group();
    }

    private boolean taken(char c) {
        blanks();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
