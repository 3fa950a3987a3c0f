package ai.altairalabs.omnia.operator.reconcile;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which of the kinds that a cluster may lack it has. Asked again after a while: Istio comes, and goes, without a restart. */
final class IstioPresence {
    /** How old an answer may be. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final LongSupplier nanoClock;
    private @Nullable Set<Api> last;
    private long asked;

    IstioPresence(KubernetesClient client, LongSupplier nanoClock) {
        this.client = client;
        this.nanoClock = nanoClock;
    }

    /** The optional kinds that the cluster has. */
    Set<Api> now() {
        Set<Api> known = last;
        if (known != null && nanoClock.getAsLong() - asked < INTERVAL.toNanos()) {
            return known;
        }
        Map<String, @Nullable APIResourceList> groups = new HashMap<>();
        Set<Api> present = EnumSet.noneOf(Api.class);
        for (Api api : Api.values()) {
            if (api.optional()) {
                APIResourceList list = groups.computeIfAbsent(api.apiVersion(), client::getApiResources);
                if (list != null
                        && list.getResources().stream()
                                .anyMatch(one -> one.getName().equals(api.plural()))) {
                    present.add(api);
                }
            }
        }
        last = present;
        asked = nanoClock.getAsLong();
        return present;
    }
}
