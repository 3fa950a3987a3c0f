package ai.altairalabs.omnia.core.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a function will do, worked out from its arguments before it starts: a clock is looked at between calls
 * only. A step is what takes some nanoseconds.
 */
final class Work {
    /** The most steps that one call may do. */
    static final long MOST = 1L << 20;

    /** How many comparisons of two characters a step is. */
    private static final long COMPARISONS_A_STEP = 8;

    /** What one piece of a text costs, or one item that is put into a list: the library walks new lists more than once. */
    private static final long A_PIECE = 32;

    /** What one step of a regular expression's automaton costs. */
    private static final long A_STATE = 4;

    /** What it costs to compare two values that hold no others. */
    private static final long A_COMPARISON = 8;

    /** What it costs to compare two items of sets, or to join two texts. */
    private static final long A_PAIR = 4;

    /** What it costs to look at an item that is not compared further. */
    private static final long A_LOOK = 2;

    /** What a character costs that the library takes out of a text by itself. */
    private static final long A_CHARACTER = 3;

    /** What an octet costs that is made a character, or the reverse. */
    private static final long AN_OCTET = 4;

    /** How many characters of two texts are compared in the time that two numbers are. */
    private static final int A_STRETCH = 256;

    private Work() {}

    /** The steps for these arguments, which are of the types that the overload takes. */
    @Immutable
    @FunctionalInterface
    interface Estimate {
        long steps(Object[] args);
    }

    /** How to work out the steps of this function's overload; null: they are few whatever it is given. */
    static @Nullable Estimate of(String function, String overload) {
        return switch (overload) {
            case "add_list" -> args -> A_PIECE * (items(args[0]) + items(args[1]));
            case "in_list" -> args -> searched(args[0], args[1]);
            case "bytes_to_string" -> args -> AN_OCTET * ((CelByteString) args[0]).size();
            case "math_@max_list_dyn", "math_@min_list_dyn" -> args -> A_COMPARISON * items(args[0]);
            case "base64_encode_bytes" -> args -> AN_OCTET * ((CelByteString) args[0]).size();
            case "base64_decode_string" -> args -> AN_OCTET * length(args[0]);
            default ->
                switch (function) {
                    case "_==_", "_!=_" -> args -> compared(args[0], args[1]);
                    case "matches" -> args -> matched((String) args[0], (String) args[1]);
                    case "contains" -> args -> searchedText((String) args[0], (String) args[1]);
                    case "indexOf", "lastIndexOf" ->
                        args -> A_CHARACTER * length(args[0]) + searchedText((String) args[0], (String) args[1]);
                    case "strings.quote" -> args -> A_CHARACTER * length(args[0]);
                    case "split" -> args -> split((String) args[0], (String) args[1]);
                    case "replace" -> args -> replaced((String) args[0], (String) args[1], (String) args[2]);
                    case "sort" -> args -> sorted(items(args[0]));
                    case "join" -> args -> joined((Collection<?>) args[0], args.length > 1 ? length(args[1]) : 0);
                    case "sets.contains", "sets.equivalent", "sets.intersects" -> args -> crossed(args[0], args[1]);
                    case "distinct" -> args -> crossed(args[0], args[0]);
                    case "flatten" -> args -> A_PIECE * weight(args[0], MOST / A_PIECE);
                    case "reverse" -> args -> args[0] instanceof String ? 0 : A_PIECE * items(args[0]);
                    case "slice" -> args -> A_PIECE * items(args[0], args[1], args[2]);
                    default -> null;
                };
        };
    }

    /**
     * How many values this one is and holds, at any depth, a long text being as many as it has stretches; counted no further
     * than a little beyond the limit.
     */
    private static long weight(Object value, long limit) {
        Collection<?> items;
        if (value instanceof Collection<?> list) {
            items = list;
        } else if (value instanceof Map<?, ?> map) {
            items = map.values();
        } else {
            return 1;
        }
        long weight = 1L + items.size();
        if (weight > limit) {
            return weight;
        }
        for (Object item : items) {
            if (item instanceof String text) {
                weight += text.length() / A_STRETCH;
            } else if (item instanceof Collection || item instanceof Map) {
                weight += weight(item, limit - weight);
            }
            if (weight > limit) {
                return weight;
            }
        }
        return weight;
    }

    private static long items(Object list) {
        return list instanceof Collection<?> items ? items.size() + 1L : 1;
    }

    private static long length(Object text) {
        return text instanceof String characters ? characters.length() + 1L : 1;
    }

    /** Of a slice: from the one index to the other. */
    private static long items(Object list, Object from, Object to) {
        return from instanceof Long first && to instanceof Long last
                ? Math.clamp(last - Math.max(0, first), 0, items(list))
                : 0;
    }

    /** Two values are compared as long as both have something to compare. */
    @SuppressWarnings("ReferenceEquality") // the library asks the same first
    private static long compared(Object one, Object other) {
        if (one == other || !holdsValues(one) || !holdsValues(other)) {
            return 1;
        }
        long most = MOST / A_COMPARISON;
        long least = weight(other, most);
        return A_COMPARISON * Math.min(least, weight(one, Math.min(least, most)));
    }

    private static boolean holdsValues(Object value) {
        return value instanceof Collection || value instanceof Map;
    }

    /** The library goes through a list twice for a number. */
    private static long searched(Object sought, Object list) {
        if (holdsValues(sought)) {
            return A_COMPARISON * weight(list, MOST / A_COMPARISON);
        }
        return items(list) * (sought instanceof Number ? A_COMPARISON : A_LOOK);
    }

    /** Each item with each, and of those as much as both have to compare. */
    private static long crossed(Object one, Object other) {
        long items = items(one);
        long others = items(other);
        long pairs = A_PAIR * items * others;
        return pairs > MOST
                ? pairs
                : A_PAIR * Math.min(items * weight(other, MOST / items), others * weight(one, MOST / others));
    }

    /** Steps of the automaton: for each character of the text as many as the expression has parts, at most. */
    private static long matched(String text, String expression) {
        return Math.min(MOST, PatternSize.of(expression)) * length(text) * A_STATE;
    }

    private static long searchedText(String text, String sought) {
        return TextSearch.comparisons(text, sought, MOST * COMPARISONS_A_STEP) / COMPARISONS_A_STEP;
    }

    /** Each piece is a text of its own. */
    private static long split(String text, String separator) {
        long search = searchedText(text, separator);
        return search > MOST ? search : search + A_PIECE * TextSearch.occurrences(text, separator, MOST / A_PIECE);
    }

    private static long replaced(String text, String sought, String replacement) {
        long search = searchedText(text, sought);
        if (search > MOST) {
            return search;
        }
        long each = A_PIECE + replacement.length();
        return search + length(text) / A_LOOK + each * TextSearch.occurrences(text, sought, MOST / each);
    }

    private static long sorted(long size) {
        return A_PIECE * size * (Long.SIZE - Long.numberOfLeadingZeros(size));
    }

    private static long joined(Collection<?> texts, long separator) {
        long size = texts.size() * (separator + A_PAIR);
        if (size <= MOST) {
            for (Object text : texts) {
                size += length(text);
            }
        }
        return size;
    }
}
