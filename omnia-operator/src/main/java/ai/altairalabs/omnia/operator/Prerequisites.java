package ai.altairalabs.omnia.operator;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** What must be in a cluster before an operator starts there. */
final class Prerequisites {
    private Prerequisites() {}

    /** @throws IllegalStateException naming all that is missing, and what to do */
    static void check(OperatorSettings settings, KubernetesClient client) {
        APIResourceList list = client.getApiResources(Resource.API_VERSION);
        List<String> served = list == null
                ? List.of()
                : list.getResources().stream().map(APIResource::getName).toList();
        List<String> missing = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (!served.contains(kind.plural())) {
                missing.add("`" + kind.plural() + "`");
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the cluster does not know " + String.join(", ", missing)
                    + ": apply the CRDs first, `kubectl apply -f deploy/crds`");
        }
        if (client.namespaces().withName(settings.namespace()).get() == null) {
            throw new IllegalStateException("there is no namespace `" + settings.namespace()
                    + "`: make it, or name another with `--namespace`");
        }
    }
}
