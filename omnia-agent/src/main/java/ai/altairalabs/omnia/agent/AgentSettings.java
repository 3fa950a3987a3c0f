package ai.altairalabs.omnia.agent;

import ai.altairalabs.omnia.agent.facade.FacadeLimits;
import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.runtime.RuntimeLimits;
import ai.altairalabs.omnia.agent.tools.DoorLocator;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is made of.
 *
 * @param runtime the AgentRuntime; when it changes, the agent is to be started anew
 * @param listen where the facades listen
 * @param model what it thinks with
 * @param userKeys keys of the issuer that {@code externalAuth.oidc} names, closed by whoever made them; null: nobody can
 *     be verified, so nobody gets in
 * @param signer the facade's own key
 * @param doors where the doors in front of its tools are
 * @param policies the policies, and the registry whose tools it is given
 * @param runtimeLimits where a conversation ends
 * @param facadeLimits what is taken from clients
 * @param clock tells the time
 */
public record AgentSettings(
        AgentRuntime runtime,
        Listen listen,
        ModelProvider model,
        @Nullable KeySet userKeys,
        ContextSigner signer,
        DoorLocator doors,
        PolicySource policies,
        RuntimeLimits runtimeLimits,
        FacadeLimits facadeLimits,
        Clock clock) {
    public AgentSettings {
        Objects.requireNonNull(runtime);
        Objects.requireNonNull(listen);
        Objects.requireNonNull(model);
        Objects.requireNonNull(signer);
        Objects.requireNonNull(doors);
        Objects.requireNonNull(policies);
        Objects.requireNonNull(runtimeLimits);
        Objects.requireNonNull(facadeLimits);
        Objects.requireNonNull(clock);
    }

    /** The usual limits and the system's clock. */
    public static AgentSettings of(
            AgentRuntime runtime,
            Listen listen,
            ModelProvider model,
            @Nullable KeySet userKeys,
            ContextSigner signer,
            DoorLocator doors,
            PolicySource policies) {
        return new AgentSettings(
                runtime,
                listen,
                model,
                userKeys,
                signer,
                doors,
                policies,
                RuntimeLimits.DEFAULT,
                FacadeLimits.DEFAULT,
                Clock.systemUTC());
    }

    /**
     * Where facades listen.
     *
     * @param host name or address of an interface
     * @param port one port for all facades, 0 for a free one; null: each on the port that its AgentRuntime gives
     */
    public record Listen(String host, @Nullable Integer port) {
        public Listen {
            Objects.requireNonNull(host);
            if (port != null && (port < 0 || port > 65535)) {
                throw new IllegalArgumentException("a port is 0 to 65535");
            }
        }
    }
}
