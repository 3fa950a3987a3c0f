package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.cli.HostPort;
import ai.altairalabs.omnia.cli.proxy.PolicyOrigin;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code omnia agent} is told.
 *
 * @param policies where they come from
 * @param agent the one that is served
 * @param contextKey the file of the private key that signs contexts
 * @param script what a scripted model plays; null: the model is what the environment says
 * @param facadeHost the address on which facades listen
 * @param anyPort whether they take free ports instead of the manifest's
 * @param admin where the admin port listens
 */
public record AgentOptions(
        PolicyOrigin policies,
        ResourceName agent,
        Path contextKey,
        @Nullable Path script,
        String facadeHost,
        boolean anyPort,
        HostPort admin) {
    public AgentOptions {
        Objects.requireNonNull(policies);
        Objects.requireNonNull(agent);
        Objects.requireNonNull(contextKey);
        Objects.requireNonNull(facadeHost);
        Objects.requireNonNull(admin);
    }
}
