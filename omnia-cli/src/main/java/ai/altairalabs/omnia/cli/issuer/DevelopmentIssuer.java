package ai.altairalabs.omnia.cli.issuer;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.state.AtomicFile;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs tokens with a key of this user's own, Ed25519. An AgentRuntime trusts it only if it names {@link #ISSUER}. */
public final class DevelopmentIssuer {
    /** The issuer's name, as it stands in a manifest. There is no server of this name. */
    public static final String ISSUER = "https://issuer.omnia.localhost";

    private final ContextSigner signer;
    private final Clock clock;

    private DevelopmentIssuer(ContextSigner signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * The issuer of this user: its key is made when it is first needed.
     *
     * @throws CannotDo if the key's file holds something else
     */
    public static DevelopmentIssuer of(OmniaHome home, Clock clock) throws IOException {
        Path file = home.make().issuerKey();
        if (!Files.exists(file)) {
            AtomicFile.createSecret(file, ContextSigner.newPair() + "\n");
        }
        try {
            return new DevelopmentIssuer(ContextSigner.of(Files.readString(file), clock), clock);
        } catch (IllegalArgumentException _) {
            throw new CannotDo("`" + file + "` holds no key; remove it and a new one is made");
        }
    }

    /** The public keys, as a JWK set. */
    public String publicJwks() {
        return signer.publicJwks();
    }

    /**
     * A token.
     *
     * @param audience for whom
     * @param subject whose
     * @param claims further claims; they replace none of the registered ones
     * @param lifetime for how long it counts from now
     */
    public String token(
            String audience, String subject, Map<String, ? extends @Nullable Object> claims, Duration lifetime) {
        Map<String, Object> all = new LinkedHashMap<>();
        claims.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        all.put("iss", ISSUER);
        all.put("aud", audience);
        all.put("sub", subject);
        all.put("nbf", clock.instant().getEpochSecond());
        return signer.signClaims(all, lifetime);
    }
}
