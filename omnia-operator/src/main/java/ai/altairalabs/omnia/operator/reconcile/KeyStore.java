package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.operator.agents.AgentObjects;
import ai.altairalabs.omnia.operator.agents.ContextKeys;
import ai.altairalabs.omnia.operator.objects.Marks;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secrets with the keys of signed contexts. They are read by name, and never watched: nobody lists Secrets. */
final class KeyStore {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);
    /** How long what was read counts: a Secret that somebody deleted is made again after this time. */
    private static final Duration FRESH = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Read> known = new HashMap<>();

    private record Read(ContextKeys keys, Instant at) {}

    KeyStore(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * The keys of a namespace's agents, made or rotated where that is due. Empty: a Secret of that name is there and not
     * ours.
     */
    Optional<ContextKeys> keys(String namespace) {
        Instant now = clock.instant();
        Read read = known.get(namespace);
        if (read != null && now.isBefore(read.at.plus(FRESH))) {
            return Optional.of(read.keys);
        }
        Optional<ContextKeys> keys = look(namespace, now);
        keys.ifPresentOrElse(found -> known.put(namespace, new Read(found, now)), () -> known.remove(namespace));
        return keys;
    }

    private Optional<ContextKeys> look(String namespace, Instant now) {
        Secret there = client.secrets()
                .inNamespace(namespace)
                .withName(AgentObjects.KEY_SECRET)
                .get();
        if (there == null) {
            ContextKeys first = ContextKeys.first(now);
            client.secrets()
                    .inNamespace(namespace)
                    .resource(secret(namespace, first))
                    .create();
            LOG.info("made the key of the agents of `{}`", namespace);
            return Optional.of(first);
        }
        if (!Sources.isManaged(there)) {
            return Optional.empty();
        }
        ContextKeys before = read(there, now);
        ContextKeys after = before.at(now, ContextKeys.Timing.DEFAULT);
        if (!data(after).equals(there.getData())) {
            client.secrets()
                    .inNamespace(namespace)
                    .resource(new SecretBuilder(there).withData(data(after)).build())
                    .update();
            LOG.info("the keys of the agents of `{}` changed", namespace);
        }
        return Optional.of(after);
    }

    private static ContextKeys read(Secret secret, Instant now) {
        Map<String, String> data = new LinkedHashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            data.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        try {
            return ContextKeys.of(data);
        } catch (IllegalArgumentException _) {
            // Somebody edited it: a key that cannot be read signs nothing, so a new one takes its place.
            return ContextKeys.first(now);
        }
    }

    private static Secret secret(String namespace, ContextKeys keys) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(AgentObjects.KEY_SECRET)
                .withNamespace(namespace)
                .withLabels(Map.of(Marks.MANAGED_BY, Marks.OPERATOR))
                .endMetadata()
                .withType("Opaque")
                .withData(data(keys))
                .build();
    }

    private static Map<String, String> data(ContextKeys keys) {
        Map<String, String> data = new LinkedHashMap<>();
        keys.toData()
                .forEach((key, value) ->
                        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return data;
    }
}
