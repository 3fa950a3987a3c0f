package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two resources of one kind and name: nothing says which one counts, so neither does. */
final class Duplicates {
    private Duplicates() {}

    private record Key(Kind kind, ResourceName name) {}

    /** The documents, those that share kind and name broken. */
    static List<ReadDocument> of(List<ReadDocument> documents, List<Problem> problems) {
        Map<Key, ReadDocument> first = new HashMap<>();
        Set<Key> shared = new HashSet<>();
        for (ReadDocument each : documents) {
            Kind kind = each.kind();
            ResourceName name = each.name();
            if (kind == null || name == null) {
                continue;
            }
            Key key = new Key(kind, name);
            ReadDocument earlier = first.putIfAbsent(key, each);
            if (earlier != null) {
                shared.add(key);
                Place place = earlier.place("metadata", "name");
                problems.add(Problem.error(
                        each.place("metadata", "name"),
                        "another " + kind.title() + " " + Words.quote(name.toString()) + " stands in "
                                + place.source().name() + ", line " + place.line(),
                        "remove one of the two, or give it another name"));
            }
        }
        List<ReadDocument> result = new ArrayList<>();
        for (ReadDocument each : documents) {
            Resource resource = each.resource();
            boolean broken = resource != null && shared.contains(new Key(resource.kind(), resource.name()));
            result.add(resource != null && broken ? each.broken(Guards.of(resource)) : each);
        }
        return result;
    }
}
