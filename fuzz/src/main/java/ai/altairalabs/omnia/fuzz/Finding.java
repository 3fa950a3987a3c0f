package ai.altairalabs.omnia.fuzz;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The product did with an input what it must not do. */
public final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What only the inside of the product or of a library is called. */
    private static final List<String> INSIDE = List.of("Exception", "snakeyaml", "dev.cel", "ai.altairalabs.omnia");

    /** A finding; the message says what was wrong. */
    public Finding(String message) {
        super(message);
    }

    /** Finds that the two differ, unless they are equal. */
    public static void unlessEqual(String what, @Nullable Object product, @Nullable Object other) {
        if (!Objects.equals(product, other)) {
            throw new Finding(what + ": the product has <" + product + ">, the second reader <" + other + ">");
        }
    }

    /** Finds what the message says, unless it holds. */
    public static void unless(boolean holds, String message) {
        if (!holds) {
            throw new Finding(message);
        }
    }

    /** Finds that the inside shows in what people are told, unless the input itself had the word and is only quoted. */
    public static void unlessForPeople(String shown, String input) {
        for (String word : INSIDE) {
            unless(!shown.contains(word) || input.contains(word), "`" + word + "` is not for people: " + shown);
        }
    }
}
