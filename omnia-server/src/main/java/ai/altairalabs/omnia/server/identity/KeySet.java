package ai.altairalabs.omnia.server.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Public keys that an issuer signs with (a JWKS, RFC 7517). Looking up never blocks; keys that come from elsewhere are
 * fetched in the background, and the last good ones stay in use while their source cannot be reached.
 */
public sealed interface KeySet extends AutoCloseable permits GivenKeys, FetchedKeys {
    /** The keys of this JWKS. @throws IllegalArgumentException when it is none, or holds no usable key */
    static KeySet ofJson(String jwks) {
        return new GivenKeys(jwks);
    }

    /** The keys of a file, read again within five seconds after it changed. */
    static KeySet ofFile(Path file) {
        return FetchedKeys.start(new KeySource.File(file), FetchedKeys.Timing.FILE);
    }

    /** The keys behind an http or https URL. */
    static KeySet ofUrl(URI url) {
        return FetchedKeys.start(new KeySource.Url(url), FetchedKeys.Timing.NETWORK);
    }

    /** The keys of an OpenID Connect issuer, found through its {@code /.well-known/openid-configuration}. */
    static KeySet ofIssuer(URI issuer) {
        return FetchedKeys.start(new KeySource.Issuer(issuer), FetchedKeys.Timing.NETWORK);
    }

    /**
     * The key that a token names, or the only one when it names none; null: not known.
     *
     * @param kid the token's key id, or null
     * @param algorithm the token's algorithm, which the key must fit
     */
    @Nullable
    VerificationKey find(@Nullable String kid, SignatureAlgorithm algorithm);

    /**
     * Asks for newer keys. Done when they are here, or could not be had, or nothing will be fetched because that was tried
     * a moment ago.
     */
    CompletableFuture<Void> refresh();

    /** Grows with each change of the keys: what was verified under another generation is verified again. */
    long generation();

    /** Where the keys come from and how that goes. */
    Status status();

    @Override
    void close();

    /**
     * How the keys are.
     *
     * @param source for people: a path or a URL
     * @param keys how many are in use; 0: none were ever had, and every token is refused
     * @param failures how many fetches failed
     * @param fault why the last fetch failed; empty when it did not
     */
    record Status(String source, int keys, long failures, String fault) {
        /** Whether tokens can be verified. */
        public boolean ready() {
            return keys > 0;
        }
    }
}
