package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a manifest with faults was to guard. What cannot be read counts as the stricter. */
final class Guards {
    private Guards() {}

    /**
     * The guard of a manifest of this kind; null: it restricts no call.
     *
     * @param claimsOnly whether all its faults are in {@link AgentPolicyShape#CLAIMS_ONLY}
     */
    static @Nullable Guard of(Kind kind, Node root, boolean claimsOnly) {
        String namespace = Metadata.peekNamespace(root);
        String name = Metadata.peekName(root);
        return switch (kind) {
            case TOOL_POLICY -> tools(namespace, name, root.get("spec"));
            case AGENT_POLICY -> agents(namespace, name, root.get("spec"), claimsOnly);
            case TOOL_REGISTRY -> name == null ? new Guard.Everything(namespace, null) : registry(namespace, name);
            case AGENT_RUNTIME -> null;
        };
    }

    private static Guard tools(@Nullable String namespace, @Nullable String name, @Nullable Node spec) {
        Node selector = spec == null ? null : spec.get("selector");
        String registry = ToolPolicyShape.REGISTRY.peek(selector);
        if (registry == null) {
            return new Guard.Everything(namespace, name);
        }
        List<String> tools = Objects.requireNonNullElse(ToolPolicyShape.TOOLS.peek(selector), List.of());
        OnFailure onFailure = Objects.requireNonNullElse(ToolPolicyShape.ON_FAILURE.peek(spec), OnFailure.DENY);
        ToolPolicy.Mode mode = Objects.requireNonNullElse(ToolPolicyShape.MODE.peek(spec), ToolPolicy.Mode.ENFORCE);
        return new Guard.ToolGuard(namespace, name, registry, Set.copyOf(tools), onFailure, mode);
    }

    private static @Nullable Guard agents(
            @Nullable String namespace, @Nullable String name, @Nullable Node spec, boolean claimsOnly) {
        if (spec != null && spec.get("toolAccess") == null && claimsOnly) {
            return null;
        }
        List<String> agents = AgentPolicyShape.SELECTOR.peek(spec);
        OnFailure onFailure = Objects.requireNonNullElse(AgentPolicyShape.ON_FAILURE.peek(spec), OnFailure.DENY);
        AgentPolicy.Mode mode = Objects.requireNonNullElse(AgentPolicyShape.MODE.peek(spec), AgentPolicy.Mode.ENFORCE);
        Set<String> selected = agents == null ? Set.of() : Set.copyOf(agents);
        return new Guard.AgentGuard(namespace, name, selected, onFailure, mode);
    }

    private static Guard registry(@Nullable String namespace, String name) {
        return new Guard.ToolGuard(namespace, name, name, Set.of(), OnFailure.DENY, ToolPolicy.Mode.ENFORCE);
    }

    /** The guard that stands in for a resource without faults of its own; null: it restricts no call. */
    static @Nullable Guard of(Resource resource) {
        String namespace = resource.name().namespace();
        String name = resource.name().name();
        return switch (resource) {
            case ToolPolicy p -> new Guard.ToolGuard(namespace, name, p.registry(), p.tools(), p.onFailure(), p.mode());
            case AgentPolicy p ->
                p.toolAccess() == null
                        ? null
                        : new Guard.AgentGuard(namespace, name, p.agents(), p.onFailure(), p.mode());
            case ToolRegistry _ -> registry(namespace, name);
            case AgentRuntime _ -> null;
        };
    }
}
