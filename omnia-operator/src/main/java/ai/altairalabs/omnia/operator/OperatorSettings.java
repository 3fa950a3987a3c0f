package ai.altairalabs.omnia.operator;

import ai.altairalabs.omnia.operator.certificates.CertificateSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is told.
 *
 * @param namespace its own: its lease and its webhook's certificates stand there
 * @param watchNamespaces whose resources it looks after; empty: every namespace's
 * @param proxyImage the image of the container {@code policy-proxy}
 * @param agentImage the image of agents
 * @param mesh how to take the mesh
 * @param leaderElection whether several replicas agree on one that acts
 * @param timing of the lease
 * @param webhooks where they listen and how they are called; null: none are served
 */
public record OperatorSettings(
        String namespace,
        Set<String> watchNamespaces,
        String proxyImage,
        String agentImage,
        MeshSettings mesh,
        boolean leaderElection,
        LeaseTiming timing,
        @Nullable WebhookSettings webhooks) {
    /** The default of {@code namespace}. */
    public static final String DEFAULT_NAMESPACE = "omnia-system";

    public OperatorSettings {
        Objects.requireNonNull(namespace);
        watchNamespaces = Set.copyOf(watchNamespaces);
        Objects.requireNonNull(proxyImage);
        Objects.requireNonNull(agentImage);
        Objects.requireNonNull(mesh);
        Objects.requireNonNull(timing);
    }

    /** Whether it looks after this namespace. */
    public boolean watches(String name) {
        return watchNamespaces.isEmpty() || watchNamespaces.contains(name);
    }

    /**
     * How the one that acts is agreed upon.
     *
     * @param lease how long it may be silent before another takes over
     * @param renew how long it tries to renew before it gives up
     * @param retry how often each of them looks
     */
    public record LeaseTiming(Duration lease, Duration renew, Duration retry) {
        /** 15, 10 and 2 seconds, as Kubernetes' own controllers. */
        public static final LeaseTiming DEFAULT =
                new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

        public LeaseTiming {
            if (renew.compareTo(lease) >= 0 || retry.compareTo(renew) >= 0) {
                throw new IllegalArgumentException("lease > renew > retry");
            }
        }
    }

    /**
     * The webhooks.
     *
     * @param listen where they take the API server's calls
     * @param certificates what they show
     */
    public record WebhookSettings(InetSocketAddress listen, CertificateSettings certificates) {
        public WebhookSettings {
            Objects.requireNonNull(listen);
            Objects.requireNonNull(certificates);
        }
    }
}
