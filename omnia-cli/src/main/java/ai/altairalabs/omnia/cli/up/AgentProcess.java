package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.HostPort;
import ai.altairalabs.omnia.cli.OpenParts;
import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.admin.AdminServer;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One agent of the manifests: facade and runtime, as they run in a pod. Doors stand before the tools, not here. */
public final class AgentProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final OpenParts parts = new OpenParts();
    private final Agents agents;
    private final AdminServer admin;
    private volatile boolean serves;

    /**
     * Starts it.
     *
     * @param environment names the model
     * @throws CannotDo if it cannot: says why
     */
    public static AgentProcess start(AgentOptions options, OmniaHome home, Map<String, String> environment)
            throws IOException, InterruptedException {
        return new AgentProcess(options, home, environment);
    }

    private AgentProcess(AgentOptions options, OmniaHome home, Map<String, String> environment)
            throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        try {
            ContextSigner signer = signer(options, clock);
            Models models = Models.of(options.script(), environment);
            Metrics metrics = parts.opened(new Metrics());
            PolicySource policies = parts.opened(options.policies().open(clock));
            metrics.watch(policies);
            admin = parts.opened(AdminServer.start(
                    options.admin().socketAddress(),
                    metrics,
                    List.of(
                            () -> policies.ready() ? "" : policies.status().fault(),
                            () -> serves ? "" : "the agent is not served yet")));
            while (!policies.ready()) {
                Thread.sleep(POLL);
            }
            ToolClient tools = parts.opened(new ToolClient((_, origin) -> Optional.of(origin)));
            Users users = parts.opened(new Users(DevelopmentIssuer.of(home.make(), clock), metrics, clock));
            FacadeOptions facades = new FacadeOptions(options.facadeHost(), options.anyPort(), options.agent());
            agents = parts.opened(new Agents(facades, policies, models, users, signer, tools, clock));
            PolicySet first = policies.current();
            if (facades.served(first).isEmpty()) {
                throw new CannotDo("there is no AgentRuntime `" + options.agent() + "` among the manifests");
            }
            metrics.tools(first.registries());
            agents.start(first);
            ExecutorService follower = Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("follow").factory());
            parts.atClose(follower::shutdownNow);
            policies.onChange(set -> follower.execute(() -> agents.follow(set)));
            serves = true;
        } catch (IOException | RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private static ContextSigner signer(AgentOptions options, Clock clock) throws IOException {
        try {
            return ContextSigner.of(Files.readString(options.contextKey()), clock);
        } catch (NoSuchFileException _) {
            throw new CannotDo("there is no file `" + options.contextKey() + "`");
        } catch (IllegalArgumentException e) {
            throw new CannotDo("`" + options.contextKey() + "`: " + e.getMessage());
        }
    }

    /** Where the admin port is. */
    public HostPort admin() {
        return new HostPort(admin.address().getHostString(), admin.address().getPort());
    }

    /** Where each facade takes requests, for people: {@code rest on HOST:PORT}. */
    public List<String> facades() {
        List<String> all = new ArrayList<>();
        agents.running()
                .forEach(agent -> agent.server()
                        .addresses()
                        .forEach((type, address) ->
                                all.add(type.name().toLowerCase(Locale.ROOT) + " on " + Addresses.reachable(address))));
        return all;
    }

    /** Takes nothing new, lets what runs come to its end, and closes. */
    public void drain() {
        agents.drain(Up.DRAIN);
        close();
    }

    @Override
    public void close() {
        parts.close();
    }
}
