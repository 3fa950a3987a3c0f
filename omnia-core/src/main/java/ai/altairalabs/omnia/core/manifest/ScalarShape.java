package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Words;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that are no lists and no objects. */
sealed interface ScalarShape<T> extends Shape<T> {
    /** True or false. */
    record Flag() implements ScalarShape<Boolean> {
        @Override
        public @Nullable Boolean read(Node node, Reading in) {
            if (node instanceof Node.Scalar scalar && scalar.type() == CoreType.BOOLEAN) {
                return scalar.text().equalsIgnoreCase("true");
            }
            in.mismatch(node, "`true` or `false`");
            return null;
        }

        @Override
        public String type() {
            return "boolean";
        }
    }

    /** A whole number, both bounds included. */
    record Whole(int least, int most) implements ScalarShape<Integer> {
        @Override
        public @Nullable Integer read(Node node, Reading in) {
            if (!(node instanceof Node.Scalar scalar) || scalar.type() != CoreType.INTEGER) {
                in.mismatch(node, "a whole number");
                return null;
            }
            BigInteger value = PlainValue.integer(scalar.text());
            boolean fits = value.bitLength() < 32 && value.intValue() >= least && value.intValue() <= most;
            if (!fits) {
                in.error(node.place(), Words.quote(scalar.text()) + " is out of range", "write " + rule());
                return null;
            }
            return value.intValue();
        }

        @Override
        public String type() {
            return "whole number";
        }

        @Override
        public String rule() {
            return least + " to " + most;
        }
    }

    /** One of the words for an enum's constants: {@code STREAMABLE_HTTP} is written {@code streamable-http}. */
    record Choice<E extends Enum<E>>(Map<String, E> words) implements ScalarShape<E> {
        static <E extends Enum<E>> Choice<E> of(Class<E> type) {
            Map<String, E> words = new LinkedHashMap<>();
            for (E constant : type.getEnumConstants()) {
                words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
            }
            return new Choice<>(words);
        }

        @Override
        public @Nullable E read(Node node, Reading in) {
            String text = TextShape.ANY.read(node, in);
            if (text == null) {
                return null;
            }
            E value = words.get(text);
            if (value == null) {
                String nearest = Words.nearest(text, words.keySet());
                String advice = "write " + (nearest == null ? Words.anyOf(words.keySet()) : Words.quote(nearest));
                String message = text.isBlank()
                        ? Words.quote(in.path()) + " is empty"
                        : "unknown " + in.label() + " " + Words.quote(text);
                in.error(node.place(), message, advice);
            }
            return value;
        }

        @Override
        public String type() {
            return "text";
        }

        @Override
        public String rule() {
            return Words.anyOf(words.keySet());
        }
    }
}
