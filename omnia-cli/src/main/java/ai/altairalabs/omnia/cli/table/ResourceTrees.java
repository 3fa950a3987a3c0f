package ai.altairalabs.omnia.cli.table;

import ai.altairalabs.omnia.cli.manifest.DocumentTree;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Manifests as trees with their defaults, and with the status that a policy set gives them. */
public final class ResourceTrees {
    private ResourceTrees() {}

    /**
     * Every resource whose kind and name could be read, by namespace and name; the ones with faults too.
     *
     * @param manifests what stands in the files
     * @param policies whose status they show
     * @param live what really runs
     */
    public static List<ResourceTree> of(Manifests manifests, PolicySet policies, Live live) {
        StatusTree status = new StatusTree(policies, live);
        List<ResourceTree> trees = new ArrayList<>();
        for (Document document : manifests.documents()) {
            switch (document) {
                case Document.Whole whole ->
                    trees.add(tree(
                            document, whole.resource().kind(), whole.resource().name(), status, live));
                case Document.Broken broken -> {
                    Kind kind = broken.kind();
                    ResourceName name = broken.name();
                    if (kind != null && name != null) {
                        trees.add(tree(document, kind, name, status, live));
                    }
                }
            }
        }
        trees.sort(Comparator.comparing(ResourceTree::namespace).thenComparing(ResourceTree::name));
        return trees;
    }

    private static ResourceTree tree(Document document, Kind kind, ResourceName name, StatusTree status, Live live) {
        DocumentTree written = DocumentTree.of(document, kind, name);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name.name());
        metadata.put("namespace", name.namespace());
        metadata.put(
                "creationTimestamp",
                live.births()
                        .of(kind, name, Births.modified(document.source()))
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        if (written.fields().get("metadata") instanceof Map<?, ?> own) {
            own.forEach((key, value) -> metadata.putIfAbsent(String.valueOf(key), value));
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", ai.altairalabs.omnia.core.policy.Resource.API_VERSION);
        tree.put("kind", kind.title());
        tree.put("metadata", metadata);
        tree.put("spec", written.specWithDefaults(kind));
        tree.put("status", status.of(kind, name));
        return new ResourceTree(kind, tree);
    }
}
