package ai.altairalabs.omnia.operator.certificates;

import java.util.Objects;

/**
 * What a server needs to be trusted, as PEM.
 *
 * @param authorities the certificates that clients are to trust: the one that signed the server's, and the one before it
 * @param certificate the server's
 * @param key the server's private key: a secret
 */
public record Bundle(String authorities, String certificate, String key) {
    public Bundle {
        Objects.requireNonNull(authorities);
        Objects.requireNonNull(certificate);
        Objects.requireNonNull(key);
    }

    @Override
    public String toString() {
        return "Bundle[" + certificate.hashCode() + "]";
    }
}
