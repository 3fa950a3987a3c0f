package ai.altairalabs.omnia.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The product did with an input what it must not do. */
public final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

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
}
