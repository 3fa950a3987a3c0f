package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.operator.objects.Marks;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes objects as they should be, by server-side apply with the operator's field manager. What others made is never
 * changed: an object is the operator's if it bears the operator's label, and the API server itself refuses when that
 * changed since it was seen.
 */
final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    private final KubernetesClient client;
    private final KubernetesSerialization serialization;
    private final Sources sources;

    Applier(KubernetesClient client, Sources sources) {
        this.client = client;
        this.serialization = client.getKubernetesSerialization();
        this.sources = sources;
    }

    /** Makes one object as it should be. */
    Outcome apply(Wanted wanted) {
        Optional<GenericKubernetesResource> seen = sources.get(wanted.api(), wanted.namespace(), wanted.name());
        if (seen.isPresent() && !Sources.isManaged(seen.get())) {
            return new Outcome.Taken();
        }
        if (seen.isPresent() && wanted.matches(seen.get())) {
            return new Outcome.Applied();
        }
        try {
            return seen.isPresent() ? mend(wanted, seen.get()) : create(wanted);
        } catch (KubernetesClientException e) {
            LOG.warn("{} `{}/{}`: {}", wanted.api().word(), wanted.namespace(), wanted.name(), e.getMessage());
            return new Outcome.Failed(message(e));
        }
    }

    /** Without force: where somebody made an object of this name just now, the API server says so. */
    private Outcome create(Wanted wanted) {
        try {
            Resource<GenericKubernetesResource> resource = resource(wanted, object(wanted));
            GenericKubernetesResource there = resource.get();
            if (there != null && !Sources.isManaged(there)) {
                return new Outcome.Taken();
            }
            resource.fieldManager(Marks.OPERATOR).serverSideApply();
            LOG.info("made {} `{}/{}`", wanted.api().word(), wanted.namespace(), wanted.name());
            return new Outcome.Applied();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return new Outcome.Taken();
            }
            throw e;
        }
    }

    private Outcome mend(Wanted wanted, GenericKubernetesResource seen) {
        GenericKubernetesResource object = object(wanted);
        object.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
        GenericKubernetesResource applied = resource(wanted, object)
                .fieldManager(Marks.OPERATOR)
                .forceConflicts()
                .serverSideApply();
        if (!wanted.matches(applied)) {
            // Somebody added what apply does not take away.
            object.getMetadata().setResourceVersion(applied.getMetadata().getResourceVersion());
            resource(wanted, object).update();
        }
        LOG.info("changed {} `{}/{}`", wanted.api().word(), wanted.namespace(), wanted.name());
        return new Outcome.Applied();
    }

    /** Takes away what the operator made and nobody wants any more. */
    void delete(Api api, GenericKubernetesResource stale) {
        String namespace = stale.getMetadata().getNamespace();
        try {
            api.client(client)
                    .inNamespace(namespace)
                    .resource(stale)
                    .lockResourceVersion(stale.getMetadata().getResourceVersion())
                    .delete();
            LOG.info(
                    "removed {} `{}/{}`",
                    api.word(),
                    namespace,
                    stale.getMetadata().getName());
        } catch (KubernetesClientException e) {
            // It is looked at again with the next event, and at the latest with the next look at everything.
            LOG.warn(
                    "{} `{}/{}`: {}", api.word(), namespace, stale.getMetadata().getName(), e.getMessage());
        }
    }

    private GenericKubernetesResource object(Wanted wanted) {
        return serialization.convertValue(wanted.object(), GenericKubernetesResource.class);
    }

    private Resource<GenericKubernetesResource> resource(Wanted wanted, GenericKubernetesResource object) {
        return wanted.api().client(client).inNamespace(wanted.namespace()).resource(object);
    }

    /** What the API server said. */
    static String message(KubernetesClientException e) {
        String said = e.getStatus() == null ? null : e.getStatus().getMessage();
        return said == null ? String.valueOf(e.getMessage()) : said;
    }
}
