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
    RS256("SHA256withRSA", KeyType.RSA, null),
    RS384("SHA384withRSA", KeyType.RSA, null),
    RS512("SHA512withRSA", KeyType.RSA, null),
    PS256("RSASSA-PSS", KeyType.RSA, pss("SHA-256", MGF1ParameterSpec.SHA256, 32)),
    PS384("RSASSA-PSS", KeyType.RSA, pss("SHA-384", MGF1ParameterSpec.SHA384, 48)),
    PS512("RSASSA-PSS", KeyType.RSA, pss("SHA-512", MGF1ParameterSpec.SHA512, 64)),
    ES256("SHA256withECDSAinP1363Format", KeyType.P_256, null),
    ES384("SHA384withECDSAinP1363Format", KeyType.P_384, null),
    ES512("SHA512withECDSAinP1363Format", KeyType.P_521, null),
    EdDSA("Ed25519", KeyType.ED25519, null);

    private final String jcaName;
    private final KeyType keyType;
    private final @Nullable AlgorithmParameterSpec parameters;

    SignatureAlgorithm(String jcaName, KeyType keyType, @Nullable AlgorithmParameterSpec parameters) {
        this.jcaName = jcaName;
        this.keyType = keyType;
        this.parameters = parameters;
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

    @Nullable
    AlgorithmParameterSpec parameters() {
        return parameters;
    }

    private static PSSParameterSpec pss(String digest, MGF1ParameterSpec mask, int saltLength) {
        return new PSSParameterSpec(digest, "MGF1", mask, saltLength, 1);
    }
}
