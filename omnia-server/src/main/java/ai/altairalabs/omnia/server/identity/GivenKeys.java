package ai.altairalabs.omnia.server.identity;

import java.text.ParseException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keys that do not change. */
final class GivenKeys implements KeySet {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final KeyRing keys;

    GivenKeys(String jwks) {
        try {
            keys = new KeyRing(VerificationKey.ofJwks(jwks));
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a key set: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable VerificationKey find(@Nullable String kid, SignatureAlgorithm algorithm) {
        return keys.find(kid, algorithm);
    }

    @Override
    public CompletableFuture<Void> refresh() {
        return DONE;
    }

    @Override
    public long generation() {
        return 1;
    }

    @Override
    public Status status() {
        return new Status("given", keys.keys().size(), 0, "");
    }

    @Override
    public void close() {}
}
