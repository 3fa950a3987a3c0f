package ai.altairalabs.omnia.realparts;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A mesh's authority, and the certificates that it gives to service accounts. */
public final class MeshCertificates {
    private static final char[] NO_PASSWORD = new char[0];

    private final AtomicLong serial = new AtomicLong(1);
    private final String trustDomain;
    private final KeyPair authorityKeys = keys();
    private final X509Certificate authority;

    private MeshCertificates(String trustDomain) {
        this.trustDomain = trustDomain;
        this.authority = certificate("mesh authority", authorityKeys, null);
    }

    /** A new authority. */
    public static MeshCertificates of(String trustDomain) {
        return new MeshCertificates(trustDomain);
    }

    /** A certificate and its key, both as PEM. */
    public record Pem(String certificate, String key) {}

    /** The authority's certificate as PEM. */
    public String authorityPem() {
        return pem("CERTIFICATE", encoded(authority));
    }

    /** For a server that runs as this service account. */
    public Pem server(String namespace, String account) {
        KeyPair pair = keys();
        X509Certificate issued = certificate(account, pair, spiffe(namespace, account));
        return new Pem(
                pem("CERTIFICATE", encoded(issued)),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /** For a server at this IP address, outside the mesh. */
    public Pem serverAt(String address) {
        KeyPair pair = keys();
        X509Certificate issued = certificate(address, pair, new GeneralName(GeneralName.iPAddress, address));
        return new Pem(
                pem("CERTIFICATE", encoded(issued)),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /** For a client that runs as this service account. */
    public SSLContext client(String namespace, String account) {
        KeyPair pair = keys();
        return context(pair.getPrivate(), certificate(account, pair, spiffe(namespace, account)));
    }

    private GeneralName spiffe(String namespace, String account) {
        String uri = "spiffe://" + trustDomain + "/ns/" + namespace + "/sa/" + account;
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    private SSLContext context(PrivateKey key, X509Certificate certificate) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", key, NO_PASSWORD, new Certificate[] {certificate});
            own.setCertificateEntry("authority", authority);
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(own, NO_PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(own);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param alternative what clients know it by; null: it is the authority */
    private X509Certificate certificate(String name, KeyPair pair, @Nullable GeneralName alternative) {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=mesh authority"),
                BigInteger.valueOf(serial.getAndIncrement()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(24))),
                new X500Name("CN=" + name),
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(alternative == null));
            if (alternative != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
