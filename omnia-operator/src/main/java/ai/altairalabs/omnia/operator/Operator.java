package ai.altairalabs.omnia.operator;

import ai.altairalabs.omnia.operator.OperatorSettings.WebhookSettings;
import ai.altairalabs.omnia.operator.reconcile.ControlLoop;
import ai.altairalabs.omnia.operator.webhook.Webhooks;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane: looks at the resources of our group and at the cluster, makes the objects that follow, and says in
 * their statuses what is enforced. Any number of replicas may run; one of them acts.
 */
public final class Operator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);
    private static final String LEASE = "omnia-operator";
    /** At most this many looks at everything in a second: events of a rollout come by the hundred. */
    private static final int LOOKS_PER_SECOND = 5;

    private final io.javaoperatorsdk.operator.Operator framework;
    private final AtomicBoolean acts = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Runnable onLost;
    private final @Nullable Webhooks webhooks;

    /**
     * Starts it; returns when it has seen everything once.
     *
     * @param client is closed with the operator
     * @param identity of this replica: the pod's name
     * @param onLost told when this replica no longer acts because it could not renew its lease: the process should end
     * @throws IllegalStateException if the cluster lacks what the operator needs: says what
     */
    public static Operator start(OperatorSettings settings, KubernetesClient client, String identity, Runnable onLost)
            throws IOException {
        Prerequisites.check(settings, client);
        return new Operator(settings, client, identity, onLost);
    }

    private Operator(OperatorSettings settings, KubernetesClient client, String identity, Runnable onLost)
            throws IOException {
        this.onLost = onLost;
        acts.set(!settings.leaderElection());
        framework = new io.javaoperatorsdk.operator.Operator(configuration -> {
            configuration.withKubernetesClient(client).withCloseClientOnStop(true);
            configuration.withStopOnInformerErrorDuringStartup(true);
            // An informer that loses the API server connects again by itself.
            configuration.withInformerStoppedHandler((_, cause) -> {
                if (cause != null && !closing.get()) {
                    LOG.error("an informer stopped", cause);
                }
            });
            if (settings.leaderElection()) {
                elect(settings, identity, configuration);
            }
        });
        ControlLoop loop = new ControlLoop(settings, client, Clock.systemUTC(), identity, acts::get);
        framework.<Namespace>register(
                loop,
                configuration -> configuration
                        .withName("omnia")
                        .withLabelSelector("kubernetes.io/metadata.name=" + settings.namespace())
                        .withRetry(new GenericRetry()
                                .setInitialInterval(500)
                                .setIntervalMultiplier(2)
                                .setMaxInterval(30_000)
                                .withoutMaxAttempts())
                        .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(1), LOOKS_PER_SECOND)));
        try {
            framework.start();
            WebhookSettings hooks = settings.webhooks();
            webhooks = hooks == null
                    ? null
                    : Webhooks.start(
                            hooks.listen(),
                            hooks.certificates(),
                            client,
                            Clock.systemUTC(),
                            loop::texts,
                            loop::services,
                            settings.proxyImage());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void elect(OperatorSettings settings, String identity, ConfigurationServiceOverrider configuration) {
        configuration.withLeaderElectionConfiguration(
                LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                        .withLeaseNamespace(settings.namespace())
                        .withIdentity(identity)
                        .withLeaseDuration(settings.timing().lease())
                        .withRenewDeadline(settings.timing().renew())
                        .withRetryPeriod(settings.timing().retry())
                        .withExitOnStopLeading(false)
                        .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::follow, this::hear))
                        .build());
    }

    private void lead() {
        LOG.info("this replica acts");
        acts.set(true);
    }

    private void follow() {
        acts.set(false);
        if (!closing.get()) {
            LOG.error("this replica acts no more: its lease could not be renewed");
            onLost.run();
        }
    }

    private void hear(String leader) {
        LOG.info("the replica that acts is `{}`", leader);
    }

    /** Whether this replica is the one that acts. */
    public boolean acts() {
        return acts.get();
    }

    /** Where the webhooks listen; null: none are served. */
    public @Nullable InetSocketAddress webhookAddress() {
        return webhooks == null ? null : webhooks.address();
    }

    /** Why it is not ready; empty: it is. */
    public String notReady() {
        return framework.getRuntimeInfo().allEventSourcesAreHealthy() ? "" : "the API server is not answering";
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            if (webhooks != null) {
                webhooks.close();
            }
            framework.stop();
        }
    }
}
