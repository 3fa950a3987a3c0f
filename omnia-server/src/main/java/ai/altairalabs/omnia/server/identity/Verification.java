package ai.altairalabs.omnia.server.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of the verification of a token. */
public sealed interface Verification {
    /** The token is genuine, meant for us, and in its time. Safe for use by several threads. */
    final class Verified implements Verification {
        private final Map<String, @Nullable Object> claims;
        private volatile @Nullable Reading last;

        /** What somebody made of the claims. */
        private record Reading(Authenticator by, Object under, Authentication made) {}

        Verified(Map<String, @Nullable Object> claims) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(claims);
            this.claims = Collections.unmodifiableMap(copy);
        }

        /**
         * All its claims: text, whole numbers ({@link Long}, {@link java.math.BigInteger}), decimals ({@link
         * java.math.BigDecimal}), booleans, null, lists and maps of such. Not to be changed.
         */
        public Map<String, @Nullable Object> claims() {
            return claims;
        }

        /**
         * Who presents the token. A token comes with each call of a conversation, so what was made of it is kept until somebody
         * else asks, or under other conditions.
         *
         * @param by who asks
         * @param under what the answer depends on beside the claims
         * @param reader makes the answer of the claims
         */
        Authentication readOnce(
                Authenticator by, Object under, Function<Map<String, @Nullable Object>, Authentication> reader) {
            Reading known = last;
            if (known == null || !known.by.equals(by) || !known.under.equals(under)) {
                known = new Reading(by, under, reader.apply(claims));
                last = known;
            }
            return known.made;
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
