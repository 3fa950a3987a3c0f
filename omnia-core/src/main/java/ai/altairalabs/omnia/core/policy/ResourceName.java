package ai.altairalabs.omnia.core.policy;

import java.util.Comparator;
import java.util.Objects;

/** The name of a resource: unique within its kind. Ordered by namespace, then name. */
public record ResourceName(String namespace, String name) implements Comparable<ResourceName> {
    private static final Comparator<ResourceName> ORDER =
            Comparator.comparing(ResourceName::namespace).thenComparing(ResourceName::name);

    public ResourceName {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
    }

    @Override
    public int compareTo(ResourceName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
