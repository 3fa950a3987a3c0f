package ai.altairalabs.omnia.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short reader and the whole one agree on every body, and a fault is only ever the whole one's. */
class PlainJsonTest {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\"",
            "\"A\"",
            "\"\"",
            "\"\\u0041\"",
            "\"\u00e9\"",
            "\"\t\"",
            "\"x y\"",
            "0",
            "-0",
            "00",
            "01",
            "1",
            "-1",
            "1.5",
            "1.",
            ".5",
            "1e3",
            "1E+400",
            "0.1",
            "0.30",
            "-0.0",
            "123456789012345",
            "1234567890123456",
            "0.1234567890123456",
            "9007199254740993",
            "true",
            "false",
            "null",
            "tru",
            "nul",
            "Null",
            " ",
            "\n",
            "\r\n",
            "\u0000",
            "\ufeff",
            "//",
            "'a'",
            "NaN",
            "+1",
            "-",
            "{}",
            "[]",
            "\"a\":1",
            "\"b\":[1,2]");

    /** What stands behind a body in an array that was used before: it makes the body neither whole nor wrong. */
    private static final List<String> BEHIND = List.of(
            "}",
            "]}",
            "0",
            "\"}",
            "e}",
            "rue}",
            " ",
            "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
            ",\"a\":1}",
            "x".repeat(600));

    @Test
    void agreesOnTextsOfPieces() {
        Random random = new Random(20_261_123);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) > 0 ? "{" : "");
            for (int pieces = random.nextInt(8); pieces > 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            text.append(random.nextInt(4) > 0 ? "}" : "");
            read += agrees(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read).as("bodies that the short reader read").isGreaterThan(5_000);
    }

    @Test
    void agreesOnChangedDocuments() {
        Random random = new Random(4);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] document = document(random, 4).getBytes(StandardCharsets.UTF_8);
            read += agrees(document);
            if (i % 100 == 0) {
                agrees((" ".repeat(70_000) + new String(document, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
            }
            for (int changes = 0; changes < 3; changes++) {
                byte[] changed = document.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                agrees(changed);
            }
        }
        assertThat(read).as("bodies that the short reader read").isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 63, 64, 65, 66})
    void agreesOnDepth(int depth) {
        agrees(("{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}").getBytes(StandardCharsets.UTF_8));
        agrees(("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(StandardCharsets.UTF_8));
    }

    /** Few names and many, short and long, at the top and nested, where no two are the same or two are, but for case. */
    @Test
    void agreesOnNames() {
        Random random = new Random(17);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            int most = 1 + random.nextInt(i % 10 == 0 ? 60 : 8);
            StringBuilder fields = new StringBuilder();
            for (int j = 0; j < most; j++) {
                fields.append(j == 0 ? "" : ",")
                        .append('"')
                        .append(name(random, j))
                        .append("\":")
                        .append(j);
            }
            String object = "{" + fields + "}";
            byte[] body = (random.nextBoolean() ? object : "{\"a\":[" + object + "]}").getBytes(StandardCharsets.UTF_8);
            int plain = agrees(body);
            read += plain;
            refused += plain == 0 && JsonReader.readWhole(body, body.length) instanceof Body.Unreadable ? 1 : 0;
            assertThat(plain == 1 || JsonReader.readWhole(body, body.length) instanceof Body.Unreadable)
                    .as("no two different names have one number: " + object)
                    .isTrue();
        }
        assertThat(read).as("bodies with different names").isGreaterThan(5_000);
        assertThat(refused).as("bodies with two names that are the same").isGreaterThan(1_500);
    }

    private static String name(Random random, int number) {
        String name =
                "x".repeat(random.nextInt(12)) + (random.nextInt(3) == 0 ? "" : number) + "y".repeat(random.nextInt(3));
        return random.nextInt(4) == 0 ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** Around each length from which a text is looked over or kept otherwise, with each octet that may end or spoil it. */
    @Test
    void agreesOnLongTexts() {
        Random random = new Random(16_384);
        int read = 0;
        for (int length : new int[] {63, 64, 65, 72, 73, 255, 256, 257, 575, 576, 583, 584, 585, 1088, 1100, 5000}) {
            String text = "x".repeat(length);
            for (int blanks = 0; blanks < 9; blanks++) {
                String start = " ".repeat(blanks);
                read += agrees((start + "{\"a\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
                read += agrees((start + "{\"a\":[\"" + text + "\",{\"b\":\"" + text + "\"}],\"" + text + "\":\"" + text
                                + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
                for (String octet : List.of("\\", "\"", "\n", "\u0000", "\u007f", "\u00e9", "\\\"", "\\\\", "\\\\\"")) {
                    int place = random.nextInt(length);
                    String spoilt = text.substring(0, place) + octet + text.substring(place);
                    agrees((start + "{\"a\":\"" + spoilt + "\",\"b\":1}").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(read).as("bodies that the short reader read").isEqualTo(16 * 9 * 2);
    }

    @Test
    void readsATutorialsBody() {
        byte[] body = "{\"amount\": 100, \"reason\": \"late\", \"items\": [{\"price\": 19.99}], \"gift\": false}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(PlainJson.read(body, body.length)).isNotNull();
        assertThat(agrees(body)).isOne();
    }

    @Test
    void roundsAsTheWholeReaderDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            long digits = random.nextLong(1_000_000_000_000_000L);
            int places = 1 + random.nextInt(14);
            String number =
                    "0".repeat(Math.max(0, places + 1 - Long.toString(digits).length())) + digits;
            String text =
                    number.substring(0, number.length() - places) + "." + number.substring(number.length() - places);
            agrees(("{\"a\":" + text + "}").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** 1 when the short reader read it. */
    private static int agrees(byte[] bytes) {
        JsonObject plain = PlainJson.read(bytes, bytes.length);
        Body whole = JsonReader.readWhole(bytes, bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (plain != null) {
            assertThat((Body) new Body.Json(plain)).as(text).isEqualTo(whole);
            assertThat(plain.keySet())
                    .containsExactlyElementsOf(((Body.Json) whole).value().keySet());
        }
        String behind = BEHIND.get(Math.floorMod(Arrays.hashCode(bytes), BEHIND.size()));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + behind.length());
        System.arraycopy(behind.getBytes(StandardCharsets.US_ASCII), 0, longer, bytes.length, behind.length());
        JsonObject again = PlainJson.read(longer, bytes.length);
        assertThat(again).as(text + " with `" + behind + "` behind it").isEqualTo(plain);
        assertThat(again == null || again.octets() == bytes.length).isTrue();
        assertThat(JsonReader.readWhole(longer, bytes.length))
                .as(text + " with `" + behind + "` behind it")
                .isEqualTo(whole);
        return plain == null ? 0 : 1;
    }

    private static String document(Random random, int depth) {
        StringBuilder text = new StringBuilder("{");
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append("\"f")
                    .append(i)
                    .append("\": ")
                    .append(value(random, depth - 1));
        }
        return text.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> Double.toString(random.nextInt(100_000) / 100.0);
            case 2 -> "\"" + Long.toString(random.nextLong(), 36) + "\"";
            case 3 -> Boolean.toString(random.nextBoolean());
            case 4 -> "null";
            case 5 -> Double.toString(random.nextGaussian());
            case 6 -> Long.toString(random.nextLong());
            case 7 -> document(random, depth);
            default -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
        };
    }
}
