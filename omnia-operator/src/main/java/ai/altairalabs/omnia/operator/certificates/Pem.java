package ai.altairalabs.omnia.operator.certificates;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Certificates and keys in their usual text form. */
final class Pem {
    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "Ed25519");

    private Pem() {}

    /** @throws IllegalArgumentException if the text holds none, or no legal ones */
    static List<X509Certificate> certificates(String text) {
        try {
            var all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
            if (all.isEmpty()) {
                throw new IllegalArgumentException("no certificate");
            }
            return all.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no certificate", e);
        }
    }

    /** @throws IllegalArgumentException if the text holds no private key in the form PKCS 8 */
    static PrivateKey key(String text) {
        String body = text.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        byte[] bytes = Base64.getDecoder().decode(body);
        for (String type : KEY_TYPES) {
            Optional<PrivateKey> key = read(type, bytes);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new IllegalArgumentException("no private key of a known type: "
                + String.join(", ", KEY_TYPES).toLowerCase(Locale.ROOT));
    }

    private static Optional<PrivateKey> read(String type, byte[] bytes) {
        try {
            return Optional.of(KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }
}
