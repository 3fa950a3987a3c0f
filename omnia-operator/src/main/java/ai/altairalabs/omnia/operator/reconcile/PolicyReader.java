package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.ObjectText;
import ai.altairalabs.omnia.core.problem.SourceText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of our kinds as a set of policies. A bad new version of one keeps its last good one. */
final class PolicyReader {
    private Set<Version> last = Set.of();
    private @Nullable PolicySet current;

    private record Version(String kind, String namespace, String name, String uid, long generation) {}

    /** The set of these objects; compiled anew only when one of them changed. */
    synchronized PolicySet read(List<GenericKubernetesResource> objects) {
        Set<Version> versions = new HashSet<>();
        objects.forEach(object -> versions.add(version(object)));
        PolicySet set = current;
        if (set != null && versions.equals(last)) {
            return set;
        }
        List<SourceText> texts = new ArrayList<>();
        objects.stream()
                .map(PolicyReader::text)
                .sorted(Comparator.comparing(SourceText::name))
                .forEach(texts::add);
        PolicySet next = set == null
                ? PolicySet.compile(ManifestReader.read(texts), Limits.standard(System::nanoTime))
                : set.next(ManifestReader.read(texts));
        last = versions;
        current = next;
        return next;
    }

    private static Version version(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        Long generation = metadata.getGeneration();
        return new Version(
                object.getKind(),
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                generation == null ? 0 : generation);
    }

    /** The object as its author's text. */
    static SourceText text(GenericKubernetesResource object) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", object.getApiVersion());
        map.put("kind", object.getKind());
        map.put(
                "metadata",
                Map.of(
                        "name", object.getMetadata().getName(),
                        "namespace", object.getMetadata().getNamespace()));
        map.putAll(object.getAdditionalProperties());
        return ObjectText.of(map);
    }
}
