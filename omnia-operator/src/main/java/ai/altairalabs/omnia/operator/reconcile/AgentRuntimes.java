package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.agents.AgentObjects;
import ai.altairalabs.omnia.operator.agents.ContextKeys;
import ai.altairalabs.omnia.operator.agents.KeySets;
import ai.altairalabs.omnia.operator.desired.Layer;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.Owner;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the agents: their objects, their keys, their statuses. */
final class AgentRuntimes {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRuntimes.class);
    private static final String READY = "Ready";

    /** Kinds of the objects that an agent is made of. */
    private static final List<Api> KINDS = List.of(Api.DEPLOYMENT, Api.SERVICE, Api.SERVICE_ACCOUNT);

    private final Sources sources;
    private final Applier applier;
    private final StatusWriter statuses;
    private final KeyStore keyStore;
    private final String image;

    private record Named(Api api, ResourceName name) {}

    AgentRuntimes(
            KubernetesClient client,
            Sources sources,
            Applier applier,
            StatusWriter statuses,
            Clock clock,
            String image) {
        this.sources = sources;
        this.applier = applier;
        this.statuses = statuses;
        this.keyStore = new KeyStore(client, clock);
        this.image = image;
    }

    /**
     * Makes what is wanted and takes away what is not; gives whether every status is written.
     *
     * @param missing what else of an agent's could not be made
     */
    boolean look(PolicySet policies, Function<Owner, Unapplied> missing) {
        boolean done = true;
        Set<Named> wanted = new HashSet<>();
        Map<String, List<String>> publicKeys = new TreeMap<>();
        Map<ResourceName, AgentRuntime> inForce = new LinkedHashMap<>();
        policies.runtimes().forEach(runtime -> inForce.put(runtime.name(), runtime));
        for (GenericKubernetesResource object : sources.all(Api.AGENT_RUNTIME)) {
            ResourceName name = nameOf(object);
            Condition accepted = PolicyStatus.accepted(
                    policies,
                    policies.status(Kind.AGENT_RUNTIME, name),
                    PolicyReader.text(object).name());
            AgentRuntime runtime = inForce.get(name);
            Unapplied unapplied = runtime == null
                    ? Unapplied.NONE
                    : run(runtime, object, publicKeys, wanted).or(missing.apply(new Owner(Kind.AGENT_RUNTIME, name)));
            if (runtime == null || !unapplied.none()) {
                // What should be is not known, or cannot be made: what is there stays.
                KINDS.forEach(api -> wanted.add(new Named(api, name)));
            }
            done &= writeStatus(object, accepted, runtime, unapplied);
        }
        publicKeys.forEach((namespace, keys) -> applier.apply(Wanted.of(KeySets.configMap(namespace, keys))));
        for (Api api : KINDS) {
            for (GenericKubernetesResource object : sources.managed(api)) {
                boolean ofAgent = object.getMetadata().getLabels().containsKey(Marks.AGENT);
                if (ofAgent && !wanted.contains(new Named(api, nameOf(object)))) {
                    applier.delete(api, object);
                }
            }
        }
        return done;
    }

    private static ResourceName nameOf(GenericKubernetesResource object) {
        return new ResourceName(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private Unapplied run(
            AgentRuntime runtime,
            GenericKubernetesResource object,
            Map<String, List<String>> publicKeys,
            Set<Named> names) {
        String uid = object.getMetadata().getUid();
        String namespace = runtime.name().namespace();
        Optional<ContextKeys> keys;
        try {
            keys = keyStore.keys(namespace);
        } catch (KubernetesClientException e) {
            LOG.warn("the keys of the agents of `{}`: {}", namespace, e.getMessage());
            return Unapplied.ofSecret(namespace, new Outcome.Failed(Applier.message(e)));
        }
        if (keys.isEmpty()) {
            return Unapplied.ofSecret(namespace, new Outcome.Taken());
        }
        publicKeys.put(namespace, keys.get().publicKeys());
        Unapplied unapplied = Unapplied.NONE;
        for (Map<String, Object> each :
                AgentObjects.of(runtime, uid, image, keys.get().keyId())) {
            Wanted wanted = Wanted.of(each);
            names.add(new Named(wanted.api(), new ResourceName(wanted.namespace(), wanted.name())));
            unapplied = unapplied.or(Unapplied.of(Layer.ISTIO, wanted, applier.apply(wanted)));
        }
        return unapplied;
    }

    private boolean writeStatus(
            GenericKubernetesResource object,
            Condition accepted,
            @org.jspecify.annotations.Nullable AgentRuntime runtime,
            Unapplied unapplied) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (runtime != null && !runtime.facades().isEmpty()) {
            fields.put(
                    "serviceEndpoint",
                    "http://" + runtime.name().name() + "." + runtime.name().namespace() + ".svc:"
                            + runtime.facades().getFirst().port());
        }
        int colon = image.lastIndexOf(':');
        if (colon > image.lastIndexOf('/')) {
            fields.put("version", image.substring(colon + 1));
        }
        Condition ready = !accepted.status()
                ? new Condition(READY, false, accepted.reason(), accepted.message())
                : unapplied.ready().orElseGet(() -> running(object));
        fields.put("phase", phase(runtime != null, ready));
        return statuses.write(Api.AGENT_RUNTIME, object, fields, List.of(accepted, ready));
    }

    private static String phase(boolean inForce, Condition ready) {
        if (!inForce) {
            return "Failed";
        }
        if (ready.status()) {
            return READY;
        }
        return ready.reason().equals(ReadyReason.PODS_PENDING.title()) ? "Pending" : "Degraded";
    }

    /** Whether a pod of the agent takes requests. */
    private Condition running(GenericKubernetesResource object) {
        int available = sources.get(
                        Api.DEPLOYMENT,
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName())
                .map(deployment ->
                        deployment.get("status", "availableReplicas") instanceof Number number ? number.intValue() : 0)
                .orElse(0);
        return available > 0
                ? ReadyReason.RUNNING.condition()
                : ReadyReason.PODS_PENDING.with(
                        "no pod of the agent takes requests yet: see `kubectl describe deployment "
                                + object.getMetadata().getName() + "`");
    }
}
