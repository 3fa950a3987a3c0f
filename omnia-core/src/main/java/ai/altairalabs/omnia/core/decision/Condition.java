package ai.altairalabs.omnia.core.decision;

import java.util.Objects;

/**
 * One condition of a status, by the conventions of Kubernetes.
 *
 * @param type {@code Ready}, {@code Accepted} or {@code Enforced}
 * @param status whether it holds
 * @param reason one word in camel case
 * @param message for people; empty when the reason says it all
 */
public record Condition(String type, boolean status, String reason, String message) {
    public Condition {
        Objects.requireNonNull(type);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
    }
}
