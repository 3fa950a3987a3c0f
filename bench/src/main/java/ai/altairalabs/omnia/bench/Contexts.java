package ai.altairalabs.omnia.bench;

import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.SignedContext;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Signs many contexts as a facade does, for the load of {@code bench/proxy}. */
public final class Contexts {
    private static final int COUNT = 20_000;
    private static final Duration LIFETIME = Duration.ofHours(1);

    private Contexts() {}

    /** Takes a directory; writes {@code jwks.json} and {@code contexts}, one context a line, into it. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        ContextSigner signer = ContextSigner.generate(Clock.systemUTC());
        Files.writeString(directory.resolve("jwks.json"), signer.publicJwks());
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("contexts"))) {
            for (int i = 0; i < COUNT; i++) {
                out.write(signer.sign(context(i), LIFETIME));
                out.newLine();
            }
        }
    }

    private static SignedContext context(int number) {
        return new SignedContext(
                Policies.AGENT,
                Policies.NAMESPACE,
                "session-" + number,
                "request-" + number,
                new Identity(
                        "user-" + number,
                        "sam@example.com",
                        List.of("agent"),
                        Map.of("team", "support", "customer_id", "C-42"),
                        "https://issuer.example.com"),
                Map.of("X-Omnia-Claim-Team", "support", "X-Omnia-Claim-Customer-Id", "C-42"),
                Map.of());
    }
}
