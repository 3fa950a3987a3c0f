package ai.altairalabs.omnia.operator.objects;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.Objects;

/**
 * The resource of our group that an object is made for. Kubernetes' garbage collector takes the object with it only
 * within
 * one namespace; across namespaces the labels alone say whose it is.
 */
public record Owner(Kind kind, ResourceName name) {
    public Owner {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
    }
}
