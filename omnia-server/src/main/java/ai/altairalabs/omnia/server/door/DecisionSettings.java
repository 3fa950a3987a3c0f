package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import ai.altairalabs.omnia.server.http.HeadLimits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a door of any kind decides, and by whose policies.
 *
 * @param registry the registry whose tools it guards; null: every registry of the namespace
 * @param namespace the namespace whose policies it uses
 * @param unknownTool what becomes of a request that is no registered tool's
 * @param maxBodyBytes how long a body may be that a policy reads, 0 to 1 GiB
 * @param limits how long a request's head may be
 */
public record DecisionSettings(
        @Nullable String registry, String namespace, UnknownTool unknownTool, int maxBodyBytes, HeadLimits limits) {
    /** The default of {@code maxBodyBytes}: 1 MiB. */
    public static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

    public DecisionSettings {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(unknownTool);
        Objects.requireNonNull(limits);
        if (maxBodyBytes < 0 || maxBodyBytes > 1 << 30) {
            throw new IllegalArgumentException("the limit of a body must be between 0 and 1073741824 bytes");
        }
    }

    /** The defaults: every registry, unknown tools denied. */
    public static DecisionSettings of(String namespace) {
        return new DecisionSettings(null, namespace, UnknownTool.DENY, DEFAULT_MAX_BODY_BYTES, HeadLimits.DEFAULT);
    }

    /** The same with one registry; null: every one. */
    public DecisionSettings withRegistry(@Nullable String registry) {
        return new DecisionSettings(registry, namespace, unknownTool, maxBodyBytes, limits);
    }

    /** The same with another answer to unknown tools. */
    public DecisionSettings withUnknownTool(UnknownTool unknownTool) {
        return new DecisionSettings(registry, namespace, unknownTool, maxBodyBytes, limits);
    }

    /** The same with another limit of bodies. */
    public DecisionSettings withMaxBodyBytes(int maxBodyBytes) {
        return new DecisionSettings(registry, namespace, unknownTool, maxBodyBytes, limits);
    }
}
