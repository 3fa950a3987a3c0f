package ai.altairalabs.omnia.server.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What became of the verification of a token. */
public sealed interface Verification {
    /**
     * The token is genuine, meant for us, and in its time.
     *
     * @param claims all its claims: text, whole numbers ({@link Long}, {@link java.math.BigInteger}), decimals
     *     ({@link java.math.BigDecimal}), booleans, null, lists and maps of such; must not be changed
     */
    record Verified(Map<String, @Nullable Object> claims) implements Verification {
        public Verified {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(claims);
            claims = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * The token proves nothing.
     *
     * @param message for the caller: short, and without any part of the token
     */
    record Refused(String message) implements Verification {
        public Refused {
            Objects.requireNonNull(message);
        }
    }

    /** The key is not known yet. Verify again, once, when this is done: it always completes, and never with an exception. */
    record KeysPending(CompletableFuture<Void> refreshed) implements Verification {
        public KeysPending {
            Objects.requireNonNull(refreshed);
        }
    }
}
