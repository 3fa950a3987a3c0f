package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Words;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of any form as plain Java: text, numbers, booleans, null, lists and maps, all unmodifiable. */
sealed interface PlainValue<T> extends Shape<T> {
    /** Anything at all, and nothing is made of it. */
    record Ignored() implements PlainValue<Boolean> {
        @Override
        public @Nullable Boolean read(Node node, Reading in) {
            return node instanceof Node.Unusable ? null : Boolean.TRUE;
        }

        @Override
        public String type() {
            return "any";
        }
    }

    /** An object with any fields; fields without a value at its top are left out. */
    record AnyObject() implements PlainValue<Map<String, Object>> {
        @Override
        public @Nullable Map<String, Object> read(Node node, Reading in) {
            if (!(node instanceof Node.Mapping mapping)) {
                in.mismatch(node, "an object");
                return null;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Node.Entry entry : mapping.entries()) {
                Object value = plain(entry.value());
                if (value != null) {
                    fields.put(entry.key(), value);
                }
            }
            return Collections.unmodifiableMap(fields);
        }

        @Override
        public String type() {
            return "object";
        }

        @Override
        public String rule() {
            return "any fields";
        }
    }

    /** An object whose fields are texts of one form, under names of one form. */
    record TextMap(TextShape name, TextShape value) implements PlainValue<Map<String, String>> {
        @Override
        public @Nullable Map<String, String> read(Node node, Reading in) {
            if (!(node instanceof Node.Mapping mapping)) {
                in.mismatch(node, "an object");
                return null;
            }
            int errors = in.errors();
            Map<String, String> fields = new LinkedHashMap<>();
            for (Node.Entry entry : mapping.entries()) {
                TextShape.Wrong wrong = name.wrong(entry.key());
                if (wrong != null) {
                    in.error(entry.place(), Words.quote(entry.key()) + " " + wrong.message(), wrong.advice());
                }
                String text = value.read(entry.value(), in.field(entry));
                if (text != null) {
                    fields.put(entry.key(), text);
                }
            }
            return fields.size() == mapping.entries().size() && in.errors() == errors ? fields : null;
        }

        @Override
        public String type() {
            return "object of text";
        }

        @Override
        public String rule() {
            return name.rule();
        }
    }

    /** The value; null: nothing, or something that was refused. */
    static @Nullable Object plain(Node node) {
        return switch (node) {
            case Node.Mapping mapping -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> fields.put(entry.key(), plain(entry.value())));
                yield Collections.unmodifiableMap(fields);
            }
            case Node.Sequence sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(plain(item)));
                yield Collections.unmodifiableList(items);
            }
            case Node.Scalar scalar -> plain(scalar);
            case Node.Unusable _ -> null;
        };
    }

    private static @Nullable Object plain(Node.Scalar scalar) {
        return switch (scalar.type()) {
            case TEXT -> scalar.text();
            case NOTHING -> null;
            case BOOLEAN -> scalar.text().equalsIgnoreCase("true");
            case INTEGER -> {
                BigInteger value = integer(scalar.text());
                yield value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
            }
            case DECIMAL -> decimal(scalar.text());
        };
    }

    private static Double decimal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return lower.equals(".nan") ? Double.valueOf(Double.NaN) : Double.valueOf(lower);
    }

    /** The value of text of the type {@link CoreType#INTEGER}. */
    static BigInteger integer(String text) {
        if (text.startsWith("0o")) {
            return new BigInteger(text.substring(2), 8);
        }
        return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    }
}
