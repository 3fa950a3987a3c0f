package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.operator.OperatorSettings;
import ai.altairalabs.omnia.operator.objects.Marks;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the informers have seen. Every event leads to the same thing: a look at all of it. */
final class Sources {
    /** Kinds of which every object counts for the view: they are held once, by their type. */
    private static final Map<Api, Class<? extends HasMetadata>> TYPED =
            Map.of(Api.SERVICE, io.fabric8.kubernetes.api.model.Service.class, Api.DEPLOYMENT, Deployment.class);

    /** Kinds of which only the operator's own objects are looked at. */
    private static final Set<Api> OWN_ONLY = Set.of(Api.SERVICE_ACCOUNT, Api.CONFIG_MAP, Api.ROLE_BINDING);

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final OperatorSettings settings;
    private final KubernetesSerialization serialization;
    private final Map<Api, InformerEventSource<GenericKubernetesResource, Namespace>> objects =
            new ConcurrentHashMap<>();
    private final Map<Class<?>, InformerEventSource<?, Namespace>> typed = new ConcurrentHashMap<>();

    Sources(OperatorSettings settings, KubernetesSerialization serialization) {
        this.settings = settings;
        this.serialization = serialization;
    }

    /** The informers for what every cluster has. */
    List<EventSource<?, Namespace>> start(EventSourceContext<Namespace> context) {
        List<EventSource<?, Namespace>> all = new ArrayList<>();
        for (Api api : Api.values()) {
            if (!api.optional() && !TYPED.containsKey(api)) {
                all.add(source(api, context));
            }
        }
        all.add(typed(Namespace.class, context));
        all.add(typed(Pod.class, context));
        all.add(typed(io.fabric8.kubernetes.api.model.Service.class, context));
        all.add(typed(Deployment.class, context));
        all.add(typed(StatefulSet.class, context));
        all.add(typed(DaemonSet.class, context));
        return all;
    }

    /** Begins to look at a kind that came later, or leaves off one that is gone. */
    void follow(Api api, boolean present, Context<Namespace> context) {
        if (present && !objects.containsKey(api)) {
            LOG.info("the cluster has `{}` now", api.kind());
            var source = source(api, context.eventSourceRetriever().eventSourceContextForDynamicRegistration());
            context.eventSourceRetriever().dynamicallyRegisterEventSource(source);
        } else if (!present && objects.remove(api) != null) {
            LOG.info("the cluster has `{}` no more", api.kind());
            context.eventSourceRetriever().dynamicallyDeRegisterEventSource(api.name());
        }
    }

    private InformerEventSource<GenericKubernetesResource, Namespace> source(
            Api api, EventSourceContext<Namespace> context) {
        var configuration = InformerEventSourceConfiguration.from(api.groupVersionKind(), Namespace.class)
                .withName(api.name())
                .withSecondaryToPrimaryMapper(_ -> primary());
        InformerEventSource<GenericKubernetesResource, Namespace> source =
                new InformerEventSource<>(namespaces(configuration, api).build(), context);
        objects.put(api, source);
        return source;
    }

    private <R extends HasMetadata> InformerEventSource<R, Namespace> typed(
            Class<R> type, EventSourceContext<Namespace> context) {
        var configuration = InformerEventSourceConfiguration.from(type, Namespace.class)
                .withName(type.getSimpleName())
                .withSecondaryToPrimaryMapper(_ -> primary());
        boolean everywhere =
                type == Namespace.class || settings.watchNamespaces().isEmpty();
        InformerEventSource<R, Namespace> source = new InformerEventSource<>(
                everywhere
                        ? configuration.withWatchAllNamespaces().build()
                        : configuration
                                .withNamespaces(settings.watchNamespaces())
                                .build(),
                context);
        typed.put(type, source);
        return source;
    }

    /** Istio's objects for the whole mesh stand in a namespace that need not be among the watched ones. */
    private InformerEventSourceConfiguration.Builder<GenericKubernetesResource> namespaces(
            InformerEventSourceConfiguration.Builder<GenericKubernetesResource> configuration, Api api) {
        if (OWN_ONLY.contains(api)) {
            configuration.withLabelSelector(Marks.MANAGED_BY + "=" + Marks.OPERATOR);
        }
        return settings.watchNamespaces().isEmpty() || api == Api.PEER_AUTHENTICATION
                ? configuration.withWatchAllNamespaces()
                : configuration.withNamespaces(settings.watchNamespaces());
    }

    private Set<ResourceID> primary() {
        return Set.of(new ResourceID(settings.namespace()));
    }

    /** All objects of a kind; none where the cluster lacks the kind. */
    List<GenericKubernetesResource> all(Api api) {
        InformerEventSource<GenericKubernetesResource, Namespace> source = objects.get(api);
        return source == null ? List.of() : source.list(_ -> true).toList();
    }

    /** One object; empty: it was not seen. */
    Optional<GenericKubernetesResource> get(Api api, String namespace, String name) {
        ResourceID id = new ResourceID(name, namespace);
        Class<? extends HasMetadata> type = TYPED.get(api);
        if (type != null) {
            InformerEventSource<?, Namespace> source = typed.get(type);
            return source == null ? Optional.empty() : source.get(id).map(this::generic);
        }
        InformerEventSource<GenericKubernetesResource, Namespace> source = objects.get(api);
        return source == null ? Optional.empty() : source.get(id);
    }

    /** The objects of a kind that bear the operator's label. */
    List<GenericKubernetesResource> managed(Api api) {
        Class<? extends HasMetadata> type = TYPED.get(api);
        return type == null
                ? all(api).stream().filter(Sources::isManaged).toList()
                : all(type).filter(Sources::isManaged).map(this::generic).toList();
    }

    /** Whether the operator made it, as far as its label says. */
    static boolean isManaged(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && Marks.OPERATOR.equals(labels.get(Marks.MANAGED_BY));
    }

    private GenericKubernetesResource generic(Object typedObject) {
        return serialization.convertValue(typedObject, GenericKubernetesResource.class);
    }

    /** All objects of a type. */
    <R extends HasMetadata> Stream<R> all(Class<R> type) {
        InformerEventSource<?, Namespace> source = typed.get(type);
        return source == null ? Stream.of() : source.list(_ -> true).map(type::cast);
    }
}
