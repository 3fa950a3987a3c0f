package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.facade.Agent;
import ai.altairalabs.omnia.agent.facade.ContextMint;
import ai.altairalabs.omnia.agent.facade.FacadeServer;
import ai.altairalabs.omnia.agent.facade.UserVerifier;
import ai.altairalabs.omnia.agent.tools.Toolbox;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * An agent that is served.
 *
 * @param runtime its manifest
 * @param agent what its facades serve
 * @param server its facades
 * @param toolbox its tools as the registry names them now
 */
record RunningAgent(AgentRuntime runtime, Agent agent, FacadeServer server, Supplier<Toolbox> toolbox) {
    UserVerifier users() {
        return agent.users();
    }

    ContextMint contexts() {
        return agent.contexts();
    }

    /** Whether another manifest asks for nothing else than this one; where it stands does not matter. */
    boolean serves(AgentRuntime other) {
        return runtime.name().equals(other.name())
                && Objects.equals(runtime.toolRegistry(), other.toolRegistry())
                && runtime.facades().equals(other.facades())
                && runtime.providers().equals(other.providers())
                && Objects.equals(runtime.promptPack(), other.promptPack())
                && Objects.equals(runtime.externalAuth(), other.externalAuth());
    }
}
