package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.facade.Agent;
import ai.altairalabs.omnia.agent.facade.FacadeLimits;
import ai.altairalabs.omnia.agent.facade.FacadeServer;
import ai.altairalabs.omnia.agent.facade.SigningMint;
import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.runtime.AgentLoop;
import ai.altairalabs.omnia.agent.runtime.RuntimeLimits;
import ai.altairalabs.omnia.agent.runtime.Sessions;
import ai.altairalabs.omnia.agent.runtime.ToolOffer;
import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.agent.tools.Toolbox;
import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A facade and a runtime for each AgentRuntime of the manifests. */
final class Agents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);

    private final FacadeOptions options;
    private final PolicySource policies;
    private final Models models;
    private final Users users;
    private final ContextSigner signer;
    private final ToolClient tools;
    private final Clock clock;
    private final ConcurrentSkipListMap<ResourceName, RunningAgent> running = new ConcurrentSkipListMap<>();

    Agents(
            FacadeOptions options,
            PolicySource policies,
            Models models,
            Users users,
            ContextSigner signer,
            ToolClient tools,
            Clock clock) {
        this.options = options;
        this.policies = policies;
        this.models = models;
        this.users = users;
        this.signer = signer;
        this.tools = tools;
        this.clock = clock;
    }

    /**
     * Starts the agents of the first set.
     *
     * @throws CannotDo if one of them cannot be served
     */
    synchronized void start(PolicySet set) throws IOException {
        for (AgentRuntime runtime : options.served(set)) {
            running.put(runtime.name(), serve(runtime));
        }
    }

    /** Starts what is new, restarts what changed, stops what is gone. What fails is said, the others go on. */
    synchronized void follow(PolicySet set) {
        Map<ResourceName, AgentRuntime> wanted = new TreeMap<>();
        options.served(set).forEach(runtime -> wanted.put(runtime.name(), runtime));
        for (RunningAgent agent : List.copyOf(running.values())) {
            AgentRuntime now = wanted.get(agent.runtime().name());
            if (now == null || !agent.serves(now)) {
                LOG.info("stopping agent `{}`", agent.runtime().name());
                running.remove(agent.runtime().name());
                agent.server().drain(Up.DRAIN);
                agent.server().close();
            }
        }
        for (AgentRuntime runtime : wanted.values()) {
            if (!running.containsKey(runtime.name())) {
                try {
                    running.put(runtime.name(), serve(runtime));
                    LOG.info("serving agent `{}`", runtime.name());
                } catch (CannotDo | IOException e) {
                    LOG.error("agent `{}` is not served: {}", runtime.name(), e.getMessage());
                }
            }
        }
    }

    private RunningAgent serve(AgentRuntime runtime) throws IOException {
        ModelProvider model = models.of(runtime);
        Supplier<Toolbox> toolbox = toolbox(runtime);
        ResourceName name = runtime.name();
        AgentLoop loop = new AgentLoop(
                model,
                () -> new ToolOffer(
                        toolbox.get(),
                        tool -> policies.current().offers(name.namespace(), name.name(), registryName(runtime), tool)),
                tools,
                "You are " + name.name() + ". Use the tools that you are given. When a tool is refused, say why.",
                RuntimeLimits.DEFAULT);
        Agent agent = new Agent(
                name.name(),
                loop,
                new Sessions(RuntimeLimits.DEFAULT, clock),
                users.of(runtime.externalAuth()),
                new SigningMint(
                        name,
                        Users.claimsOf(runtime.externalAuth()),
                        model.provider(),
                        model.model(),
                        policies,
                        signer,
                        clock),
                policies::ready,
                clock);
        if (runtime.externalAuth() == null || runtime.externalAuth() instanceof AgentRuntime.ExternalAuth.Unserved) {
            LOG.warn("agent `{}` lets nobody in: its manifest has no `externalAuth.oidc`", name);
        }
        return new RunningAgent(
                runtime, agent, FacadeServer.start(agent, listen(runtime), FacadeLimits.DEFAULT), toolbox);
    }

    private Map<FacadeType, InetSocketAddress> listen(AgentRuntime runtime) {
        Map<FacadeType, InetSocketAddress> listen = new EnumMap<>(FacadeType.class);
        for (AgentRuntime.Facade facade : runtime.facades()) {
            if (facade.type() != FacadeType.WEBSOCKET && facade.type() != FacadeType.REST) {
                LOG.warn(
                        "agent `{}`: facades of type `{}` are not served",
                        runtime.name(),
                        facade.type().name().toLowerCase(java.util.Locale.ROOT));
                continue;
            }
            listen.put(facade.type(), new InetSocketAddress(options.host(), options.anyPort() ? 0 : facade.port()));
        }
        return listen;
    }

    private static String registryName(AgentRuntime runtime) {
        String registry = runtime.toolRegistry();
        return registry == null ? "" : registry;
    }

    /** The tools of the agent's registry in force, made again only when the registry changed. */
    private Supplier<Toolbox> toolbox(AgentRuntime runtime) {
        ResourceName name = new ResourceName(runtime.name().namespace(), registryName(runtime));
        Map<ToolRegistry, Toolbox> last = new HashMap<>();
        return () -> {
            ToolRegistry registry = registry(name);
            if (registry == null) {
                return Toolbox.EMPTY;
            }
            synchronized (last) {
                Toolbox made = last.get(registry);
                if (made == null) {
                    last.clear();
                    made = Toolbox.of(registry);
                    last.put(registry, made);
                }
                return made;
            }
        };
    }

    private @Nullable ToolRegistry registry(ResourceName name) {
        return policies.current().registries().stream()
                .filter(registry -> registry.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The agents that are served, by name. */
    List<RunningAgent> running() {
        return new ArrayList<>(running.values());
    }

    void drain(Duration patience) {
        List<Thread> draining = running.values().stream()
                .map(agent -> Thread.ofVirtual().start(() -> agent.server().drain(patience)))
                .toList();
        for (Thread thread : draining) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized void close() {
        running.values().forEach(agent -> agent.server().close());
        running.clear();
    }
}
