package ai.altairalabs.omnia.server.identity;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were verified a moment ago, by their exact text. Bounded: entries live in a young and an old half; when the
 * young one is full it becomes the old one, and what was not used since is gone.
 */
final class VerifiedTokens {
    private static final int HALF = 1024;
    private static final long LIFETIME_MILLIS = 60_000;

    private volatile ConcurrentHashMap<String, Entry> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, Entry> old = new ConcurrentHashMap<>();

    private record Entry(Verification.Verified verified, long until, long generation) {}

    Verification.@Nullable Verified get(String token, long now, long generation) {
        Entry entry = young.get(token);
        if (entry == null) {
            entry = old.get(token);
            if (entry != null) {
                add(token, entry);
            }
        }
        return entry != null && now < entry.until && entry.generation == generation ? entry.verified : null;
    }

    void put(String token, Verification.Verified verified, long now, long expiry, long generation) {
        add(token, new Entry(verified, Math.min(now + LIFETIME_MILLIS, expiry), generation));
    }

    private void add(String token, Entry entry) {
        young.put(token, entry);
        if (young.size() > HALF) {
            synchronized (this) {
                if (young.size() > HALF) {
                    old = young;
                    young = new ConcurrentHashMap<>();
                }
            }
        }
    }
}
