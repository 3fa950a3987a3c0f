package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.decision.ToolResolver;
import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which request is which tool, and how long each may take, by one policy set. Made once for each set. */
final class Tools {
    private final PolicySet policies;
    private final ToolResolver resolver;
    private final @Nullable String onlyRegistry;
    private final boolean registered;
    private final boolean closed;
    private final ToolIdentity otherwise;
    private final Map<ToolIdentity, Long> answerNanos;

    private Tools(DecisionSettings settings, PolicySet policies, boolean registered, List<ToolRegistry> registries) {
        this.policies = policies;
        this.registered = registered;
        // A resolver of no registry believes headers, so it is not asked when there are registries, but none is
        // guarded.
        this.closed = registered && registries.isEmpty();
        this.otherwise =
                settings.unknownTool() == UnknownTool.ALLOW ? new ToolIdentity.Unlisted() : new ToolIdentity.Unknown();
        this.onlyRegistry = settings.registry();
        this.resolver = ToolResolver.of(registries, settings.unknownTool());
        this.answerNanos = timeouts(registries);
    }

    /**
     * The tools by this set.
     *
     * @param before by the set before it, or null at the start
     */
    static Tools of(DecisionSettings settings, PolicySet policies, @Nullable Tools before) {
        // A door that has seen a registry never falls back to believing headers, nor while a registry has faults.
        boolean registered = !policies.names(Kind.TOOL_REGISTRY).isEmpty() || (before != null && before.registered);
        return new Tools(settings, policies, registered, guarded(settings, policies));
    }

    private static List<ToolRegistry> guarded(DecisionSettings settings, PolicySet policies) {
        return policies.registries().stream()
                .filter(registry -> registry.name().namespace().equals(settings.namespace()))
                .filter(registry -> settings.registry() == null
                        || settings.registry().equals(registry.name().name()))
                .toList();
    }

    private static Map<ToolIdentity, Long> timeouts(List<ToolRegistry> registries) {
        Map<ToolIdentity, Long> timeouts = new HashMap<>();
        for (ToolRegistry registry : registries) {
            for (Handler handler : registry.handlers()) {
                if (handler.target() instanceof Target.Http http) {
                    timeouts.merge(
                            new ToolIdentity.Known(
                                    registry.name().name(), http.tool().name()),
                            handler.timeout().toNanos(),
                            Math::max);
                }
            }
        }
        return timeouts;
    }

    /** The set that this was made from. */
    PolicySet policies() {
        return policies;
    }

    ToolIdentity resolve(String method, String path, @Nullable String tool, @Nullable String registry) {
        if (closed) {
            return otherwise;
        }
        ToolIdentity found = resolver.resolve(method, path, tool, registry);
        boolean elsewhere = onlyRegistry != null
                && found instanceof ToolIdentity.Known known
                && !known.registry().equals(onlyRegistry);
        return elsewhere ? new ToolIdentity.Unknown() : found;
    }

    /** How long the tool's answer may take, in nanoseconds; where the registry does not say it: otherwise. */
    long answerNanos(ToolIdentity tool, long otherwise) {
        return answerNanos.getOrDefault(tool, otherwise);
    }
}
