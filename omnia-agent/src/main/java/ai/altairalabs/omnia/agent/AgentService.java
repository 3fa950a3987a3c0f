package ai.altairalabs.omnia.agent;

import ai.altairalabs.omnia.agent.facade.Agent;
import ai.altairalabs.omnia.agent.facade.ContextMint;
import ai.altairalabs.omnia.agent.facade.FacadeServer;
import ai.altairalabs.omnia.agent.facade.OidcUsers;
import ai.altairalabs.omnia.agent.facade.SigningMint;
import ai.altairalabs.omnia.agent.facade.UserVerifier;
import ai.altairalabs.omnia.agent.runtime.AgentLoop;
import ai.altairalabs.omnia.agent.runtime.Sessions;
import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.AgentRuntime.ExternalAuth;
import ai.altairalabs.omnia.core.policy.AgentRuntime.Facade;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.UserClaims;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running agent: its facades, its model, and its way to the tools. */
public final class AgentService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentService.class);

    private final AgentSettings settings;
    private final ToolClient tools;
    private final FacadeServer facades;
    private final ToolCallService calls;

    private AgentService(AgentSettings settings, ToolClient tools, FacadeServer facades, ToolCallService calls) {
        this.settings = settings;
        this.tools = tools;
        this.facades = facades;
        this.calls = calls;
    }

    /**
     * Starts an agent.
     *
     * @throws IOException an address cannot be had
     */
    public static AgentService start(AgentSettings settings) throws IOException {
        AgentRuntime runtime = settings.runtime();
        UserVerifier users = users(settings);
        ContextMint contexts = new SigningMint(
                runtime.name(),
                userClaims(runtime),
                settings.model().provider(),
                settings.model().model(),
                settings.policies(),
                settings.signer(),
                settings.clock());
        AgentTools agentTools = new AgentTools(settings.policies(), runtime);
        ToolClient tools = new ToolClient(settings.doors());
        AgentLoop loop =
                new AgentLoop(settings.model(), agentTools::offer, tools, prompt(runtime), settings.runtimeLimits());
        Agent agent = new Agent(
                runtime.name().name(),
                loop,
                new Sessions(settings.runtimeLimits(), settings.clock()),
                users,
                contexts,
                settings.policies()::ready,
                settings.clock());
        try {
            FacadeServer facades = FacadeServer.start(agent, listen(settings), settings.facadeLimits());
            return new AgentService(
                    settings, tools, facades, new ToolCallService(users, contexts, agentTools::offer, tools));
        } catch (IOException | RuntimeException e) {
            tools.close();
            throw e;
        }
    }

    private static UserVerifier users(AgentSettings settings) {
        AgentRuntime runtime = settings.runtime();
        KeySet keys = settings.userKeys();
        if (runtime.externalAuth() instanceof ExternalAuth.Oidc oidc && keys != null) {
            TokenVerifier verifier = new TokenVerifier(keys, oidc.issuer(), oidc.audience(), settings.clock());
            return new OidcUsers(verifier, userClaims(runtime));
        }
        LOG.warn("agent `{}` lets nobody in: it has no `externalAuth.oidc` that can be served", runtime.name());
        return UserVerifier.NOBODY;
    }

    private static UserClaims userClaims(AgentRuntime runtime) {
        return runtime.externalAuth() instanceof ExternalAuth.Oidc oidc
                ? new UserClaims(oidc.subject(), oidc.role(), oidc.endUser())
                : UserClaims.STANDARD;
    }

    private static String prompt(AgentRuntime runtime) {
        return "You are " + runtime.name().name() + ", an assistant. Use the tools that you are given when they help. "
                + "When a tool call is refused, tell the user why, and do not try to get around it.";
    }

    private static Map<FacadeType, InetSocketAddress> listen(AgentSettings settings) {
        Map<FacadeType, InetSocketAddress> listen = new EnumMap<>(FacadeType.class);
        Integer port = settings.listen().port();
        for (Facade facade : settings.runtime().facades()) {
            if (facade.type() == FacadeType.WEBSOCKET || facade.type() == FacadeType.REST) {
                listen.putIfAbsent(
                        facade.type(),
                        new InetSocketAddress(settings.listen().host(), port == null ? facade.port() : port));
            } else {
                LOG.info(
                        "agent `{}`: facades of type {} are not served yet",
                        settings.runtime().name(),
                        facade.type());
            }
        }
        return listen;
    }

    /** Where each served facade listens. */
    public Map<FacadeType, InetSocketAddress> addresses() {
        return facades.addresses();
    }

    /** Where this facade listens; empty when the AgentRuntime does not have it. */
    public Optional<InetSocketAddress> address(FacadeType type) {
        return Optional.ofNullable(addresses().get(type));
    }

    /** Whether policies are loaded and users can be verified. */
    public boolean ready() {
        KeySet keys = settings.userKeys();
        return settings.policies().ready() && (keys == null || keys.status().ready());
    }

    /** Single tool calls by the same path as the agent's own. */
    public ToolCallService toolCalls() {
        return calls;
    }

    /** Takes nothing new and lets running turns end, at most this long. */
    public void drain(Duration patience) {
        facades.drain(patience);
    }

    /** Cuts off what is still running and frees the sockets. */
    @Override
    public void close() {
        facades.close();
        tools.close();
    }
}
