package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.ObjectText;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.problem.SourceText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one namespace of a Kubernetes cluster, by watch: a change is in force well within a second. While the API
 * server does not answer, the last good set stays in force, and the status says so; after an outage, or a watch that
 * expired (410 Gone), all is listed anew, so that nothing is missed.
 *
 * <p>It needs get, list and watch of the four kinds in that namespace, and nothing else.
 */
public final class KubernetesPolicies extends WatchedPolicies {
    private static final long LOOK_MILLIS = 500;

    /** How long it waits for more after a change: one {@code kubectl apply} is often several objects. */
    private static final long SETTLE_MILLIS = 10;

    private static final int RECONNECT_MILLIS = 250;

    /** A server ends its watches every few minutes; they are renewed within this time. */
    private static final Duration RENEWAL = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final Map<Kind, SharedIndexInformer<GenericKubernetesResource>> informers = new EnumMap<>(Kind.class);
    private final Semaphore changed = new Semaphore(0);
    private final Clock clock;

    private volatile String lastFault = "";

    /** Used by the loading thread only: whether what was last read may no longer be so. */
    private boolean stale = true;

    /** Used by the loading thread only: what was last compiled. */
    private @Nullable List<SourceText> seen;

    /** Used by the loading thread only: since when a watch is down, and whether the status says so. */
    private @Nullable Instant downSince;

    private boolean said;

    private KubernetesPolicies(Config config, String namespace, Limits limits, Clock clock) {
        super(limits, clock);
        this.clock = clock;
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        for (Kind kind : Kind.values()) {
            SharedIndexInformer<GenericKubernetesResource> informer = client.genericKubernetesResources(context(kind))
                    .inNamespace(namespace)
                    .runnableInformer(0);
            informer.addEventHandler(new Changes());
            informer.exceptionHandler((_, fault) -> {
                lastFault = message(kind, namespace, fault);
                return !closed();
            });
            informers.put(kind, informer);
        }
    }

    /** The namespace of the pod that this runs in, or of the kubeconfig's context. */
    public static String namespace(@Nullable Path kubeconfig) {
        return Objects.requireNonNullElse(config(kubeconfig).getNamespace(), "default");
    }

    /**
     * Begins to watch; it is ready when all kinds have been listed once.
     *
     * @param kubeconfig null: the pod's service account, else what {@code KUBECONFIG} or {@code ~/.kube/config} says
     * @param namespace whose policies count
     * @param limits of one evaluation
     * @param clock tells when a load succeeded
     */
    public static KubernetesPolicies watch(@Nullable Path kubeconfig, String namespace, Limits limits, Clock clock) {
        KubernetesPolicies source = new KubernetesPolicies(config(kubeconfig), namespace, limits, clock);
        source.informers.values().forEach(SharedIndexInformer::start);
        source.start();
        return source;
    }

    private static Config config(@Nullable Path kubeconfig) {
        Config found = kubeconfig == null
                ? Config.autoConfigure(null)
                : Config.fromKubeconfig(new File(kubeconfig.toString()));
        return new ConfigBuilder(found)
                .withWatchReconnectInterval(RECONNECT_MILLIS)
                .withRequestRetryBackoffInterval(RECONNECT_MILLIS)
                .build();
    }

    private static ResourceDefinitionContext context(Kind kind) {
        int slash = Resource.API_VERSION.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(Resource.API_VERSION.substring(0, slash))
                .withVersion(Resource.API_VERSION.substring(slash + 1))
                .withKind(kind.title())
                .withPlural(kind.plural())
                .withNamespaced(true)
                .build();
    }

    private static String message(Kind kind, String namespace, Throwable fault) {
        Throwable cause = fault;
        while (!(cause instanceof KubernetesClientException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        int code = cause instanceof KubernetesClientException refused ? refused.getCode() : 0;
        String what = kind.plural() + " of namespace `" + namespace + "`";
        return switch (code) {
            case 401 -> "the API server does not know this door: its token is not accepted";
            case 403 -> "this door may not list " + what + ": give its service account get, list and watch of them";
            case 404 -> "the API server has no " + kind.plural() + ": install the CRDs";
            default -> "the API server does not answer when asked for " + what;
        };
    }

    private final class Changes implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource added) {
            changed.release();
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            changed.release();
        }

        @Override
        public void onDelete(GenericKubernetesResource deleted, boolean unknown) {
            changed.release();
        }
    }

    @Override
    void next() throws InterruptedException {
        if (changed.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            Thread.sleep(SETTLE_MILLIS);
            changed.drainPermits();
            stale = true;
        }
        look();
    }

    private void look() {
        if (!all(SharedIndexInformer::hasSynced)) {
            say(lastFault.isEmpty() ? "the API server has not answered yet" : lastFault);
            return;
        }
        boolean lost = lost();
        boolean back = said && !lost;
        if (stale || back) {
            read(back);
            stale = false;
        }
        if (lost) {
            say(lastFault.isEmpty() ? "the API server does not answer" : lastFault);
        }
    }

    /** Loads what the informers have; what is unchanged only after an outage, so that the status says that it is over. */
    private void read(boolean back) {
        List<SourceText> now = texts();
        if (back || !now.equals(seen)) {
            load(ManifestReader.read(now));
            seen = now;
            said = false;
        }
    }

    /** Whether a watch has been down for longer than its renewal takes. */
    private boolean lost() {
        if (all(SharedIndexInformer::isWatching)) {
            downSince = null;
            lastFault = "";
            return false;
        }
        Instant now = clock.instant();
        if (downSince == null) {
            downSince = now;
        }
        return now.isAfter(downSince.plus(RENEWAL));
    }

    private boolean all(Predicate<SharedIndexInformer<GenericKubernetesResource>> condition) {
        return informers.values().stream().allMatch(condition);
    }

    private void say(String fault) {
        if (!said || !status().fault().equals(fault)) {
            said = true;
            failed(fault);
        }
    }

    private List<SourceText> texts() {
        List<SourceText> texts = new ArrayList<>();
        informers.forEach(
                (kind, informer) -> informer.getStore().list().forEach(object -> texts.add(text(kind, object))));
        texts.sort(Comparator.comparing(SourceText::name));
        return texts;
    }

    private static SourceText text(Kind kind, GenericKubernetesResource object) {
        Map<String, @Nullable Object> manifest = new LinkedHashMap<>();
        manifest.put("apiVersion", Resource.API_VERSION);
        manifest.put("kind", kind.title());
        manifest.put(
                "metadata",
                Map.of(
                        "name", object.getMetadata().getName(),
                        "namespace", object.getMetadata().getNamespace()));
        manifest.put("spec", object.getAdditionalProperties().get("spec"));
        return ObjectText.of(manifest);
    }

    @Override
    void release() {
        informers.values().forEach(SharedIndexInformer::stop);
        client.close();
    }
}
