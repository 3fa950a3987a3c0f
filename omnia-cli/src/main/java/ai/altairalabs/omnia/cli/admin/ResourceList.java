package ai.altairalabs.omnia.cli.admin;

import ai.altairalabs.omnia.cli.manifest.ManifestFiles;
import ai.altairalabs.omnia.cli.table.Live;
import ai.altairalabs.omnia.cli.table.ResourceTree;
import ai.altairalabs.omnia.cli.table.ResourceTrees;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All resources with their status.
 *
 * @param revision of the policy set in force
 * @param errors how many errors the manifests have
 * @param unread how many manifests have faults that hide which resource they are
 * @param resources by namespace and name
 */
public record ResourceList(String revision, long errors, long unread, List<ResourceTree> resources) {
    public ResourceList {
        resources = List.copyOf(resources);
    }

    /** What manifests would give. */
    public static ResourceList of(ManifestFiles files) throws IOException {
        Manifests manifests = ManifestReader.readFiles(files.read());
        return of(manifests, PolicySet.compile(manifests, Limits.standard(System::nanoTime)), Live.NOTHING);
    }

    /** What stands in files, with the status that a policy set gives it. */
    public static ResourceList of(Manifests manifests, PolicySet policies, Live live) {
        return new ResourceList(
                policies.revision(),
                policies.problems().stream().filter(Problem::isError).count(),
                manifests.documents().stream()
                        .filter(document -> document instanceof Document.Broken broken
                                && (broken.kind() == null || broken.name() == null))
                        .count(),
                ResourceTrees.of(manifests, policies, live));
    }

    /** As it came over the admin port. */
    public static ResourceList of(Map<String, @Nullable Object> tree) {
        List<ResourceTree> resources = new ArrayList<>();
        if (tree.get("resources") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> fields) {
                    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                    fields.forEach((key, value) -> copy.put(String.valueOf(key), value));
                    for (Kind kind : Kind.values()) {
                        if (kind.title().equals(copy.get("kind"))) {
                            resources.add(new ResourceTree(kind, copy));
                        }
                    }
                }
            }
        }
        return new ResourceList(
                String.valueOf(tree.get("revision")), number(tree, "errors"), number(tree, "unread"), resources);
    }

    private static long number(Map<String, @Nullable Object> tree, String key) {
        return tree.get(key) instanceof Long n ? n : 0;
    }

    /** As it goes over the admin port. */
    public Map<String, @Nullable Object> toTree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("revision", revision);
        tree.put("errors", errors);
        tree.put("unread", unread);
        tree.put("resources", resources.stream().map(ResourceTree::tree).toList());
        return tree;
    }
}
