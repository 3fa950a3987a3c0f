package ai.altairalabs.omnia.cli.proxy;

import ai.altairalabs.omnia.cli.HostPort;
import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What every command that runs a door is told; the options of the commands say what each means. */
public record DoorOptions(
        PolicyOrigin policies,
        @Nullable String registry,
        HostPort listen,
        HostPort admin,
        @Nullable String namespace,
        IdentityMode identity,
        @Nullable String agent,
        @Nullable String jwks,
        @Nullable String issuer,
        @Nullable String audience,
        UnknownTool unknownTool,
        int maxBodyBytes) {
    public DoorOptions {
        Objects.requireNonNull(policies);
        Objects.requireNonNull(listen);
        Objects.requireNonNull(admin);
        Objects.requireNonNull(identity);
        Objects.requireNonNull(unknownTool);
    }

    /** How a door knows who calls, spelt as on the command line. */
    public enum IdentityMode {
        signed,
        jwt,
        headers
    }
}
