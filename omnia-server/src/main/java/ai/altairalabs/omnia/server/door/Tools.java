package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.decision.ToolResolver;
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
    private final Map<ToolIdentity, Long> answerNanos;

    private Tools(DecisionSettings settings, PolicySet policies, ToolResolver resolver) {
        this.policies = policies;
        this.resolver = resolver;
        this.answerNanos = timeouts(policies.registriesBehind(settings.namespace(), settings.registry()));
    }

    /**
     * The tools by this set.
     *
     * @param before by the set before it, or null at the start
     */
    static Tools of(DecisionSettings settings, PolicySet policies, @Nullable Tools before) {
        ToolResolver resolver = policies.resolver(
                settings.namespace(),
                settings.registry(),
                settings.unknownTool(),
                before == null ? null : before.resolver);
        return new Tools(settings, policies, resolver);
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
        return resolver.resolve(method, path, tool, registry);
    }

    /** How long the tool's answer may take, in nanoseconds; where the registry does not say it: otherwise. */
    long answerNanos(ToolIdentity tool, long otherwise) {
        return answerNanos.getOrDefault(tool, otherwise);
    }
}
