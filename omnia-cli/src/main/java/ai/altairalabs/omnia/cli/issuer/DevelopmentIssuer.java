package ai.altairalabs.omnia.cli.issuer;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.state.AtomicFile;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** Signs tokens with a key of this user's own, ES256. An AgentRuntime trusts it only if it names {@link #ISSUER}. */
public final class DevelopmentIssuer {
    /** The issuer's name, as it stands in a manifest. There is no server of this name. */
    public static final String ISSUER = "https://issuer.omnia.localhost";

    private final ECKey key;

    private DevelopmentIssuer(ECKey key) {
        this.key = key;
    }

    /**
     * The issuer of this user: its key is made when it is first needed.
     *
     * @throws CannotDo if the key's file holds something else
     */
    public static DevelopmentIssuer of(OmniaHome home) throws IOException {
        Path file = home.make().issuerKey();
        if (!Files.exists(file)) {
            // Two processes may come here at once: the one that is first to name its file wins, both read that one.
            AtomicFile.createSecret(file, generate().toJSONString() + "\n");
        }
        try {
            return new DevelopmentIssuer(ECKey.parse(Files.readString(file)));
        } catch (ParseException _) {
            throw new CannotDo("`" + file + "` holds no key; remove it and a new one is made");
        }
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public keys, as a JWK set. */
    public String publicJwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /**
     * A token.
     *
     * @param audience for whom
     * @param subject whose
     * @param claims further claims; they may replace none of the registered ones
     * @param now when it starts to count
     * @param lifetime for how long
     */
    public String token(String audience, String subject, Map<String, ?> claims, Instant now, Duration lifetime) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        set.issuer(ISSUER)
                .audience(audience)
                .subject(subject)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString());
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), set.build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
