package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.operator.OperatorSettings;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.desired.Layer;
import ai.altairalabs.omnia.operator.desired.PolicyReaders;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.Map;

/** Lets doors and agents read the policies of their namespaces: without it a door refuses everything. */
final class ReaderBindings {
    private final OperatorSettings settings;
    private final Sources sources;
    private final Applier applier;

    ReaderBindings(OperatorSettings settings, Sources sources, Applier applier) {
        this.settings = settings;
        this.sources = sources;
        this.applier = applier;
    }

    /** Makes what is wanted and takes away what is not; gives what became of it, by namespace. */
    Map<String, Unapplied> look(ClusterView view) {
        Map<String, Unapplied> results = new HashMap<>();
        for (Map<String, Object> object : PolicyReaders.bindings(view)) {
            Wanted wanted = Wanted.of(object);
            if (settings.watches(wanted.namespace())) {
                results.put(wanted.namespace(), Unapplied.of(Layer.POLICY_PROXY, wanted, applier.apply(wanted)));
            }
        }
        for (GenericKubernetesResource object : sources.managed(Api.ROLE_BINDING)) {
            boolean wanted = object.getMetadata().getName().equals(PolicyReaders.BINDING)
                    && results.containsKey(object.getMetadata().getNamespace());
            if (!wanted) {
                applier.delete(Api.ROLE_BINDING, object);
            }
        }
        return results;
    }
}
