package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How agents are served.
 *
 * @param host the address on which facades listen
 * @param anyPort whether they take free ports instead of the manifests'
 * @param only the one agent that is served; null: every one of the manifests
 */
record FacadeOptions(String host, boolean anyPort, @Nullable ResourceName only) {
    FacadeOptions {
        Objects.requireNonNull(host);
    }

    /** The agents of a set that are served. */
    List<AgentRuntime> served(PolicySet set) {
        return set.runtimes().stream()
                .filter(runtime -> only == null || runtime.name().equals(only))
                .toList();
    }
}
