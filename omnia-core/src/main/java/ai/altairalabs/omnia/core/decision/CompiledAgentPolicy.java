package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.Finding.Effect;
import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolAccess;
import ai.altairalabs.omnia.core.policy.Kind;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An AgentPolicy with {@code toolAccess}, ready to be asked (semantics, section 4). Immutable. */
final class CompiledAgentPolicy {
    private static final String NOT_ALLOWED = "the agent is not allowed to call this tool";
    private static final String AGENT_UNKNOWN = "nothing trustworthy says which agent calls";

    private final AgentPolicy policy;
    private final Finding.Source.Policy source;
    private final Effect effect;
    private final boolean allowlist;
    private final Set<ToolIdentity.Known> listed = new HashSet<>();

    CompiledAgentPolicy(AgentPolicy policy) {
        this.policy = policy;
        this.source = new Finding.Source.Policy(
                Kind.AGENT_POLICY, policy.name(), policy.mode().name().toLowerCase(Locale.ROOT));
        this.effect = policy.mode() == AgentPolicy.Mode.ENFORCE ? Effect.REFUSE : Effect.WOULD_REFUSE;
        ToolAccess access = Objects.requireNonNull(policy.toolAccess());
        this.allowlist = access.listing() == ToolAccess.Listing.ALLOWLIST;
        access.rules()
                .forEach(rule ->
                        rule.tools().forEach(tool -> listed.add(new ToolIdentity.Known(rule.registry(), tool))));
    }

    AgentPolicy policy() {
        return policy;
    }

    boolean enforces() {
        return effect == Effect.REFUSE;
    }

    /** Whether its lists let the agent call the tool. An identity that is no known tool is on no list. */
    boolean allows(ToolIdentity tool) {
        boolean onList = tool instanceof ToolIdentity.Known known && listed.contains(known);
        return onList == allowlist;
    }

    /** What it has against the call of a known agent, or null. */
    @Nullable
    Finding check(ToolIdentity tool) {
        return allows(tool) ? null : new Finding(source, Rules.TOOL_ACCESS, NOT_ALLOWED, effect, null);
    }

    /** What it has against a call of nobody knows whom. */
    Finding unknownAgent() {
        return new Finding(source, Rules.UNKNOWN_AGENT, AGENT_UNKNOWN, effect, null);
    }
}
