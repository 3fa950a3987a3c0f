package ai.altairalabs.omnia.cli.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * JSON as plain Java values: {@link Map} in the order of the text, {@link List}, {@link String}, {@link Long},
 * {@link Double}, {@link Boolean}, null.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** A text that is no JSON. */
    public static final class NotJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotJson(String message) {
            super(message);
        }
    }

    /**
     * The value that a text holds.
     *
     * @throws NotJson if it holds none, or more than one, or an object with a key twice
     */
    public static @Nullable Object read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new NotJson("there is no JSON in it");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new NotJson("there is more behind the first JSON value");
            }
            return value;
        } catch (JacksonException e) {
            throw new NotJson(words(e));
        }
    }

    /** Without the reader's own words, which speak of its settings. */
    private static String words(JacksonException failure) {
        if (failure instanceof UnexpectedEndOfInputException) {
            return "it ends too early";
        }
        String message = String.valueOf(failure.getOriginalMessage());
        int name = message.indexOf('"');
        if (message.startsWith("Duplicate") && name >= 0) {
            return "the field " + message.substring(name) + " is there twice";
        }
        TokenStreamLocation at = failure.getLocation();
        return at == null
                ? "it cannot be read"
                : "it cannot be read from line " + at.getLineNr() + ", column " + at.getColumnNr() + " on";
    }

    /**
     * The object that a text holds.
     *
     * @throws NotJson if it holds something else
     */
    @SuppressWarnings("unchecked") // objects are read with text keys only
    public static Map<String, @Nullable Object> readObject(String text) {
        if (read(text) instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new NotJson("it is no JSON object");
    }

    /** On one line. */
    public static String write(@Nullable Object value) {
        return write(value, ObjectWriteContext.empty());
    }

    /** For people: two spaces of indentation. Ends without a line break. */
    public static String pretty(@Nullable Object value) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators)
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        return write(value, new ObjectWriteContext.Base() {
            @Override
            public PrettyPrinter getPrettyPrinter() {
                return printer;
            }
        });
    }

    private static String write(@Nullable Object value, ObjectWriteContext context) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(context, out)) {
            generator.configure(StreamWriteFeature.AUTO_CLOSE_CONTENT, false);
            write(generator, value);
        }
        return out.toString();
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> null;
        };
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((key, item) -> {
                    out.writeName(String.valueOf(key));
                    write(out, item);
                });
                out.writeEndObject();
            }
            case Iterable<?> list -> {
                out.writeStartArray();
                for (Object item : list) {
                    write(out, item);
                }
                out.writeEndArray();
            }
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Number number -> out.writeNumber(number.doubleValue());
            default -> out.writeString(value.toString());
        }
    }
}
