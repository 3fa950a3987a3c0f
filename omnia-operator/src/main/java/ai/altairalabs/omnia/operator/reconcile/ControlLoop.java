package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.operator.OperatorSettings;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.desired.Desired;
import ai.altairalabs.omnia.operator.desired.Layer;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.objects.Owner;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything: the view, what follows from it, the difference, the statuses. It remembers nothing but the last
 * good version of each policy, so that it may be stopped anywhere and begun again by anybody.
 */
public final class ControlLoop implements Reconciler<Namespace> {
    /** Kinds of the objects that policies lead to. */
    private static final List<Api> OF_POLICIES =
            List.of(Api.AUTHORIZATION_POLICY, Api.REQUEST_AUTHENTICATION, Api.PEER_AUTHENTICATION, Api.NETWORK_POLICY);

    /** When to try again what the API server would not have. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final OperatorSettings settings;
    private final BooleanSupplier acts;
    private final Sources sources;
    private final Views views;
    private final Applier applier;
    private final StatusWriter statuses;
    private final IstioPresence istio;
    private final AgentRuntimes agents;
    private final ReaderBindings readerBindings;

    /**
     * A loop.
     *
     * @param acts whether this replica is the one that acts
     * @param identity of this replica
     */
    public ControlLoop(
            OperatorSettings settings, KubernetesClient client, Clock clock, String identity, BooleanSupplier acts) {
        this.settings = settings;
        this.acts = acts;
        this.sources = new Sources(settings, client.getKubernetesSerialization());
        this.views = new Views(sources, settings.mesh());
        this.applier = new Applier(client, sources);
        this.statuses = new StatusWriter(client, clock, identity);
        this.istio = new IstioPresence(client, System::nanoTime);
        this.readerBindings = new ReaderBindings(settings, sources, applier);
        this.agents = new AgentRuntimes(client, sources, applier, statuses, clock, settings.agentImage());
    }

    @Override
    public List<EventSource<?, Namespace>> prepareEventSources(EventSourceContext<Namespace> context) {
        return sources.start(context);
    }

    @Override
    public UpdateControl<Namespace> reconcile(Namespace own, Context<Namespace> context) {
        boolean done = !acts.getAsBoolean() || look(context);
        return UpdateControl.<Namespace>noUpdate().rescheduleAfter(done ? IstioPresence.INTERVAL : AGAIN);
    }

    /** Gives whether every status is written. */
    private boolean look(Context<Namespace> context) {
        Set<Api> present = settings.mesh().usesIstio() ? istio.now() : Set.of();
        for (Api api : Api.values()) {
            if (api.optional()) {
                sources.follow(api, present.contains(api), context);
            }
        }
        ClusterView view = views.now(present.contains(Api.AUTHORIZATION_POLICY));
        Map<String, Unapplied> readers = readerBindings.look(view);
        Desired desired = Desired.of(view);
        Map<Owner, Unapplied> results = apply(desired);
        Function<Owner, Unapplied> missing = owner -> results.getOrDefault(owner, Unapplied.NONE)
                .or(readers.getOrDefault(owner.name().namespace(), Unapplied.NONE));
        boolean done = agents.look(view.policies(), missing);
        for (Kind kind : List.of(Kind.AGENT_POLICY, Kind.TOOL_POLICY)) {
            for (GenericKubernetesResource object : sources.all(Api.of(kind))) {
                Unapplied unapplied = missing.apply(new Owner(kind, name(object)));
                done &= writeStatus(view.policies(), desired, kind, object, unapplied);
            }
        }
        for (GenericKubernetesResource object : sources.all(Api.TOOL_REGISTRY)) {
            RegistryStatus status = RegistryStatus.of(
                    view, name(object), PolicyReader.text(object).name());
            done &= statuses.write(Api.TOOL_REGISTRY, object, status.fields(), status.conditions());
        }
        return done;
    }

    private boolean writeStatus(
            PolicySet set, Desired desired, Kind kind, GenericKubernetesResource object, Unapplied unapplied) {
        ResourceName name = name(object);
        PolicyStatus status = PolicyStatus.of(
                set,
                kind,
                name,
                PolicyReader.text(object).name(),
                desired.report(kind, name).orElse(null),
                unapplied);
        return statuses.write(Api.of(kind), object, status.fields(), status.conditions());
    }

    /** Applies what is wanted and deletes what is stale. */
    private Map<Owner, Unapplied> apply(Desired desired) {
        Map<Owner, Unapplied> unapplied = new HashMap<>();
        Set<List<String>> wantedNames = new HashSet<>();
        for (DesiredObject object : desired.objects()) {
            Wanted wanted = Wanted.of(object, ownerUid(object.owner()));
            wantedNames.add(List.of(wanted.api().name(), wanted.namespace(), wanted.name()));
            if (!settings.watches(wanted.namespace())) {
                continue;
            }
            Outcome outcome = applier.apply(wanted);
            Owner owner = object.owner();
            if (owner != null) {
                unapplied.merge(owner, Unapplied.of(Layer.ISTIO, wanted, outcome), Unapplied::or);
            }
            desired.supports()
                    .getOrDefault(object, Set.of())
                    .forEach(support -> desired.relyingOn(support)
                            .forEach(policy -> unapplied.merge(
                                    policy, Unapplied.of(support.layer(), wanted, outcome), Unapplied::or)));
        }
        for (Api api : OF_POLICIES) {
            for (GenericKubernetesResource object : sources.managed(api)) {
                ResourceName name = name(object);
                if (!wantedNames.contains(List.of(api.name(), name.namespace(), name.name()))
                        && desired.stale(object.getMetadata().getLabels())) {
                    applier.delete(api, object);
                }
            }
        }
        return unapplied;
    }

    private @Nullable String ownerUid(@Nullable Owner owner) {
        return owner == null
                ? null
                : sources.get(
                                Api.of(owner.kind()),
                                owner.name().namespace(),
                                owner.name().name())
                        .map(object -> object.getMetadata().getUid())
                        .orElse(null);
    }

    private static ResourceName name(GenericKubernetesResource object) {
        return new ResourceName(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    /** Registries and Services, as they are seen now. */
    public ClusterView services() {
        return views.services();
    }

    /** The registries, agents and AgentPolicies of a namespace, as their authors' texts. Empty until they are seen. */
    public List<SourceText> texts(String namespace) {
        return Stream.of(Kind.TOOL_REGISTRY, Kind.AGENT_RUNTIME, Kind.AGENT_POLICY)
                .flatMap(kind -> sources.all(Api.of(kind)).stream())
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .map(PolicyReader::text)
                .toList();
    }
}
