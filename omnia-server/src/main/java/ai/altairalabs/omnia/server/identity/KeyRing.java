package ai.altairalabs.omnia.server.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of one reading of a key set. */
record KeyRing(List<VerificationKey> keys) {
    static final KeyRing EMPTY = new KeyRing(List.of());

    KeyRing {
        keys = List.copyOf(keys);
    }

    /** The key with this id; a token without an id gets the only key that fits its algorithm. */
    @Nullable
    VerificationKey find(@Nullable String id, SignatureAlgorithm algorithm) {
        VerificationKey found = null;
        for (VerificationKey key : keys) {
            boolean named = id == null || id.equals(key.id());
            if (named && key.fits(algorithm)) {
                if (found != null) {
                    return null;
                }
                found = key;
            }
        }
        return found;
    }
}
