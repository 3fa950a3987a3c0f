package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.operator.objects.Marks;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes statuses that changed, and an event for each condition that did. */
final class StatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    /** The longest message of an event that the API server takes. */
    private static final int LONGEST_EVENT = 1024;

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Marks.OPERATOR)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Clock clock;
    private final String identity;

    /** @param identity of this replica */
    StatusWriter(KubernetesClient client, Clock clock, String identity) {
        this.client = client;
        this.clock = clock;
        this.identity = identity;
    }

    /**
     * Writes the status of an object, unless it says so already.
     *
     * @return whether it says so now, as far as can be known; false: it must be tried again
     */
    boolean write(Api api, GenericKubernetesResource object, Map<String, Object> fields, List<Condition> conditions) {
        Map<String, Object> status = StatusText.of(object, fields, conditions, clock.instant());
        if (Wanted.same(status, object.getAdditionalProperties().get("status"))) {
            return true;
        }
        GenericKubernetesResource patch = new GenericKubernetesResource();
        patch.setApiVersion(api.apiVersion());
        patch.setKind(api.kind());
        patch.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName(object.getMetadata().getName())
                .withNamespace(object.getMetadata().getNamespace())
                .withUid(object.getMetadata().getUid())
                .build());
        patch.setAdditionalProperty("status", status);
        try {
            api.client(client)
                    .inNamespace(object.getMetadata().getNamespace())
                    .resource(patch)
                    .subresource("status")
                    .patch(APPLY);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                // Deleted, or deleted and made again: the next event brings what is there now.
                return true;
            }
            LOG.warn(
                    "the status of {} `{}/{}` could not be written: {}",
                    api.word(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName(),
                    Applier.message(e));
            return false;
        }
        for (Condition condition : conditions) {
            tell(api, object, condition);
        }
        return true;
    }

    private void tell(Api api, GenericKubernetesResource object, Condition condition) {
        Map<String, Object> before = StatusText.conditionOf(object, condition.type());
        if (condition.reason().equals(before.get("reason"))
                && (condition.status() ? "True" : "False").equals(before.get("status"))) {
            return;
        }
        String namespace = object.getMetadata().getNamespace();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String said = condition.message();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(object.getMetadata().getName() + ".")
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(api.apiVersion())
                .withKind(api.kind())
                .withName(object.getMetadata().getName())
                .withNamespace(namespace)
                .withUid(object.getMetadata().getUid())
                .endInvolvedObject()
                .withType(condition.status() ? "Normal" : "Warning")
                .withReason(condition.reason())
                .withMessage(said.length() <= LONGEST_EVENT ? said : said.substring(0, LONGEST_EVENT - 1) + "…")
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(Marks.OPERATOR)
                .endSource()
                .withReportingComponent("omnia.altairalabs.ai/operator")
                .withReportingInstance(identity)
                .build();
        try {
            client.v1().events().inNamespace(namespace).resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "an event of {} `{}/{}` is lost: {}",
                    api.word(),
                    namespace,
                    object.getMetadata().getName(),
                    e.getMessage());
        }
    }
}
