package ai.altairalabs.omnia.operator.webhook;

import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.operator.certificates.CertificateKeeper;
import ai.altairalabs.omnia.operator.certificates.CertificateSettings;
import ai.altairalabs.omnia.operator.certificates.ServingKeys;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Both webhooks, with their certificate: {@code /validate} for the kinds of ours, {@code /mutate} for pods. */
public final class Webhooks implements AutoCloseable {
    private final WebhookServer server;
    private final CertificateKeeper certificates;

    /**
     * Starts them.
     *
     * @param texts the registries, agents and AgentPolicies of a namespace
     * @param view registries and Services as they are seen now
     * @param proxyImage the image of the container {@code policy-proxy}
     */
    public static Webhooks start(
            InetSocketAddress listen,
            CertificateSettings certificates,
            KubernetesClient client,
            Clock clock,
            Function<String, List<SourceText>> texts,
            Supplier<ClusterView> view,
            String proxyImage)
            throws IOException {
        ServingKeys keys = new ServingKeys();
        CertificateKeeper keeper = CertificateKeeper.start(certificates, client, clock, keys);
        try {
            WebhookServer server = new WebhookServer(listen, keys.context(), client.getKubernetesSerialization());
            server.serve("/validate", review -> Validation.of(review.object(), texts.apply(review.namespace())));
            server.serve("/mutate", new PodJudge(view, proxyImage, client.getKubernetesSerialization())::judge);
            server.start();
            return new Webhooks(server, keeper);
        } catch (IOException | RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private Webhooks(WebhookServer server, CertificateKeeper certificates) {
        this.server = server;
        this.certificates = certificates;
    }

    /** Where the API server reaches them. */
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        certificates.close();
    }
}
