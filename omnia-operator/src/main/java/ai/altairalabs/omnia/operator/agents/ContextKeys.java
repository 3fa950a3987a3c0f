package ai.altairalabs.omnia.operator.agents;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which the facades of a namespace sign contexts, through a rotation: the next key is announced to the doors before
 * it signs, and the one before stays known until no context that it signed can live any more.
 *
 * @param current signs
 * @param since when it began to
 * @param next is announced; null: none
 * @param announced when it was; null: there is none
 * @param earlier the public half of the key before; null: it is forgotten
 * @param until how long that one is known; null: there is none
 */
public record ContextKeys(
        ContextKey current,
        Instant since,
        @Nullable ContextKey next,
        @Nullable Instant announced,
        @Nullable String earlier,
        @Nullable Instant until) {
    /** The keys of a Secret that the facade's container mounts: this one only. */
    public static final String CURRENT = "key.jwk";

    private static final String NEXT = "next.jwk";
    private static final String EARLIER = "earlier.jwk";
    private static final String SINCE = "since";
    private static final String ANNOUNCED = "announced";
    private static final String UNTIL = "until";

    /**
     * How a rotation goes.
     *
     * @param every how long a key signs
     * @param announce how long the doors need to learn of a key: what kubelets take to bring a ConfigMap, and more
     * @param keep how long a key is known after it signed last: what a rollout of the agents takes, and a context's lifetime
     */
    public record Timing(Duration every, Duration announce, Duration keep) {
        /** 30 days, 10 minutes, 1 hour. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofDays(30), Duration.ofMinutes(10), Duration.ofHours(1));

        public Timing {
            Objects.requireNonNull(every);
            Objects.requireNonNull(announce);
            Objects.requireNonNull(keep);
        }
    }

    /** The first key of a namespace. */
    public static ContextKeys first(Instant now) {
        return new ContextKeys(ContextKey.generate(), now, null, null, null, null);
    }

    /** What they should be now; the same object where nothing is to be done. */
    public ContextKeys at(Instant now, Timing timing) {
        if (earlier != null && until != null && !now.isBefore(until)) {
            return new ContextKeys(current, since, next, announced, null, null).at(now, timing);
        }
        if (next != null && announced != null) {
            return now.isBefore(announced.plus(timing.announce()))
                    ? this
                    : new ContextKeys(next, now, null, null, current.publicJwk(), now.plus(timing.keep()));
        }
        return now.isBefore(since.plus(timing.every()))
                ? this
                : new ContextKeys(current, since, ContextKey.generate(), now, earlier, until);
    }

    /** Name of the key that signs. */
    public String keyId() {
        return current.id();
    }

    /** The public halves that doors must know, as they stand in a JWKS. */
    public List<String> publicKeys() {
        List<String> keys = new ArrayList<>(List.of(current.publicJwk()));
        if (next != null) {
            keys.add(next.publicJwk());
        }
        if (earlier != null) {
            keys.add(earlier);
        }
        return keys;
    }

    /** As a Secret keeps them. */
    public Map<String, String> toData() {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(CURRENT, current.privateJwk());
        data.put(SINCE, since.toString());
        if (next != null && announced != null) {
            data.put(NEXT, next.privateJwk());
            data.put(ANNOUNCED, announced.toString());
        }
        if (earlier != null && until != null) {
            data.put(EARLIER, earlier);
            data.put(UNTIL, until.toString());
        }
        return data;
    }

    /**
     * From what {@link #toData()} gave.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ContextKeys of(Map<String, String> data) {
        try {
            String next = data.get(NEXT);
            return new ContextKeys(
                    ContextKey.parse(data.getOrDefault(CURRENT, "")),
                    Instant.parse(data.getOrDefault(SINCE, "")),
                    next == null ? null : ContextKey.parse(next),
                    instant(data.get(ANNOUNCED)),
                    data.get(EARLIER),
                    instant(data.get(UNTIL)));
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("not keys of the operator's", e);
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
