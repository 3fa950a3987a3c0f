package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.cli.table.Births;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** When this process first saw each resource: one that is written anew grows no younger. */
final class FirstSeen implements Births {
    private final Map<Key, Instant> seen = new ConcurrentHashMap<>();

    private record Key(Kind kind, ResourceName name) {}

    /** Remembers what is new, with the time of its file, and forgets what is gone. */
    void follow(PolicySet set) {
        Set<Key> there = new HashSet<>();
        Stream.<List<? extends Resource>>of(set.agentPolicies(), set.toolPolicies(), set.registries(), set.runtimes())
                .flatMap(List::stream)
                .forEach(resource -> {
                    Key key = new Key(resource.kind(), resource.name());
                    there.add(key);
                    seen.computeIfAbsent(
                            key, _ -> Births.modified(resource.place().source()));
                });
        seen.keySet().retainAll(there);
    }

    @Override
    public Instant of(Kind kind, ResourceName name, Instant modified) {
        return seen.getOrDefault(new Key(kind, name), modified);
    }
}
