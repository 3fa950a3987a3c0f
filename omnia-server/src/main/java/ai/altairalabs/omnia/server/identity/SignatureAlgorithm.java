package ai.altairalabs.omnia.server.identity;

import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms that are accepted (RFC 7518, section 3.1; RFC 8037). All are asymmetric: what is not here, such
 * as {@code none} and {@code HS256}, does not exist for us.
 */
enum SignatureAlgorithm {
    RS256("SHA256withRSA", KeyType.RSA),
    RS384("SHA384withRSA", KeyType.RSA),
    RS512("SHA512withRSA", KeyType.RSA),
    PS256("RSASSA-PSS", KeyType.RSA, 32),
    PS384("RSASSA-PSS", KeyType.RSA, 48),
    PS512("RSASSA-PSS", KeyType.RSA, 64),
    ES256("SHA256withECDSAinP1363Format", KeyType.P_256),
    ES384("SHA384withECDSAinP1363Format", KeyType.P_384),
    ES512("SHA512withECDSAinP1363Format", KeyType.P_521),
    EdDSA("Ed25519", KeyType.ED25519);

    private final String jcaName;
    private final KeyType keyType;
    private final int saltLength;

    SignatureAlgorithm(String jcaName, KeyType keyType) {
        this(jcaName, keyType, 0);
    }

    SignatureAlgorithm(String jcaName, KeyType keyType, int saltLength) {
        this.jcaName = jcaName;
        this.keyType = keyType;
        this.saltLength = saltLength;
    }

    /** The type of key that an algorithm works with: key and algorithm must agree. */
    enum KeyType {
        RSA,
        P_256,
        P_384,
        P_521,
        ED25519
    }

    static @Nullable SignatureAlgorithm named(String name) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    String jcaName() {
        return jcaName;
    }

    KeyType keyType() {
        return keyType;
    }

    /** What the JDK has to be told besides the name; null: nothing. The salt is as long as the digest. */
    @Nullable
    AlgorithmParameterSpec parameters() {
        if (saltLength == 0) {
            return null;
        }
        String digest = "SHA-" + saltLength * 8;
        return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltLength, 1);
    }
}
