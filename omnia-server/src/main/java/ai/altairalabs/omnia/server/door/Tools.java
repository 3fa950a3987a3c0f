package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.BodyUse;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.decision.ToolResolver;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which request is which tool, and what each asks for, by one policy set. Made once for each set. */
final class Tools {
    private final PolicySet policies;
    private final ToolResolver resolver;
    private final String namespace;
    private final Map<ToolIdentity, Facts> facts;

    private Tools(DecisionSettings settings, PolicySet policies, ToolResolver resolver) {
        this.policies = policies;
        this.resolver = resolver;
        this.namespace = settings.namespace();
        this.facts = facts(policies.registriesBehind(namespace, settings.registry()));
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

    /**
     * What each request of a tool asks for.
     *
     * @param body what the tool's policies want of the body
     * @param answerNanos how long the tool's answer may take, in nanoseconds; 0: the registry does not say
     */
    record Facts(BodyUse body, long answerNanos) {
        private Facts or(Facts other) {
            return new Facts(
                    body.compareTo(other.body) > 0 ? body : other.body, Math.max(answerNanos, other.answerNanos));
        }
    }

    private Map<ToolIdentity, Facts> facts(List<ToolRegistry> registries) {
        Map<ToolIdentity, Facts> all = new HashMap<>();
        for (ToolRegistry registry : registries) {
            for (Handler handler : registry.handlers()) {
                if (handler.target() instanceof Target.Http http) {
                    ToolIdentity tool = new ToolIdentity.Known(
                            registry.name().name(), http.tool().name());
                    Facts ofHandler = new Facts(
                            policies.bodyUse(tool, namespace), handler.timeout().toNanos());
                    all.merge(tool, ofHandler, Facts::or);
                }
            }
        }
        return all;
    }

    /** The set that this was made from. */
    PolicySet policies() {
        return policies;
    }

    ToolIdentity resolve(String method, String path, @Nullable String tool, @Nullable String registry) {
        return resolver.resolve(method, path, tool, registry);
    }

    Facts facts(ToolIdentity tool) {
        Facts known = facts.get(tool);
        return known == null ? new Facts(policies.bodyUse(tool, namespace), 0) : known;
    }
}
