package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.tools.ToolClient;
import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.OpenParts;
import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.admin.AdminServer;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.DoorLimits;
import ai.altairalabs.omnia.server.policies.PolicyDirectory;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that manifests describe, running in this process: agents, doors, policies, one admin port. */
public final class Up implements AutoCloseable {
    /** How long requests in flight may take when something ends. */
    static final Duration DRAIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Up.class);

    private final OmniaHome home;
    private final OpenParts parts = new OpenParts();
    private final Agents agents;
    private final Doors doors;
    private final FirstSeen births = new FirstSeen();
    private final PolicySource policies;
    private final AdminServer admin;
    private final UpState state;

    /**
     * Starts everything.
     *
     * @param auditTo where audit records go
     * @param environment names the models
     * @throws CannotDo if it cannot: says why
     */
    public static Up start(UpOptions options, OmniaHome home, OutputStream auditTo, Map<String, String> environment)
            throws IOException {
        return new Up(options, home, auditTo, environment);
    }

    private Up(UpOptions options, OmniaHome home, OutputStream auditTo, Map<String, String> environment)
            throws IOException {
        this.home = home;
        Clock clock = Clock.systemUTC();
        try {
            Models models = Models.of(options.script(), environment);
            DevelopmentIssuer issuer = DevelopmentIssuer.of(home, clock);
            Metrics metrics = parts.opened(new Metrics());
            AuditLog audit = parts.opened(AuditLog.to(auditTo, clock));
            metrics.watch(audit);
            policies = parts.opened(PolicyDirectory.watch(options.manifests(), DoorLimits.standard(), clock));
            metrics.watch(policies);
            if (!policies.ready()) {
                throw new CannotDo(policies.status().fault());
            }
            ContextSigner signer = ContextSigner.generate(clock);
            KeySet contextKeys = parts.opened(KeySet.ofJson(signer.publicJwks()));
            doors = parts.opened(new Doors(policies, audit, metrics, contextKeys, options.connectTo(), clock));
            ToolClient tools = parts.opened(new ToolClient(doors));
            Users users = parts.opened(new Users(issuer, metrics, clock));
            agents = parts.opened(new Agents(options.facades(), policies, models, users, signer, tools, clock));
            PolicySet first = policies.current();
            metrics.tools(first.registries());
            births.follow(first);
            doors.follow(first);
            agents.start(first);
            ExecutorService follower = Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("follow").factory());
            parts.atClose(follower::shutdownNow);
            policies.onChange(set -> follower.execute(() -> follow(set, metrics)));
            admin = parts.opened(AdminServer.start(
                    options.admin().socketAddress(),
                    metrics,
                    List.of(() -> policies.ready() ? "" : policies.status().fault())));
            new ControlRoutes(policies, agents, doors, births, options.manifests())
                    .addTo(admin, issuer.publicJwks(), new Calls(agents, tools));
            state = UpState.ofThisProcess(
                    URI.create("http://" + Addresses.reachable(admin.address())), options.manifests(), home.upLog());
            state.save(home);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void follow(PolicySet set, Metrics metrics) {
        try {
            births.follow(set);
            metrics.tools(set.registries());
            doors.follow(set);
            agents.follow(set);
        } catch (RuntimeException e) {
            LOG.error("a change of the manifests could not be followed", e);
        }
    }

    /** What runs where, for people. */
    public String summary() {
        return UpSummary.of(policies, agents, doors, state);
    }

    /** Takes nothing new, lets what runs come to its end, and closes. */
    public void drain() {
        agents.drain(DRAIN);
        doors.drain(DRAIN);
        close();
    }

    @Override
    public void close() {
        parts.close();
        if (state != null) {
            try {
                state.remove(home);
            } catch (IOException e) {
                LOG.warn("`{}` could not be removed", home.upState());
            }
        }
    }
}
