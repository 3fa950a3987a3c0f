package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ForwardClaim;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolAccess;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolList;
import ai.altairalabs.omnia.core.policy.OnFailure;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The fields of {@code spec} in an AgentPolicy. */
final class AgentPolicyShape {
    /** Faults in here change which claims travel, never which tools may be called. */
    static final String CLAIMS_ONLY = "spec.claimMapping.forwardClaims";

    static final Field<List<String>> AGENTS = Field.list(
            "agents",
            ListShape.of(Forms.REFERENCE),
            "names of the AgentRuntimes it selects; empty or absent: every agent of the namespace");
    static final Field<List<String>> SELECTOR = Field.optional(
            "selector",
            ObjectShape.of(v -> v.get(AGENTS), AGENTS),
            List.of(),
            null,
            "which agents the policy speaks of");

    private static final Field<String> REGISTRY =
            Field.required("registry", Forms.REFERENCE, "the name of a ToolRegistry of the namespace");
    private static final Field<List<String>> TOOLS =
            Field.required("tools", ListShape.of(Forms.REFERENCE).filled(), "names of its tools");
    private static final ObjectShape<ToolList> RULE =
            ObjectShape.of(v -> new ToolList(v.get(REGISTRY), Set.copyOf(v.get(TOOLS))), REGISTRY, TOOLS);
    private static final Field<ToolAccess.Listing> LISTING = Field.required(
            "mode",
            ScalarShape.Choice.of(ToolAccess.Listing.class),
            "`allowlist`: only listed tools may be called; `denylist`: every other tool may be called");
    private static final Field<List<ToolList>> RULES =
            Field.required("rules", ListShape.of(RULE).filled(), "the listed tools");
    private static final Field<ToolAccess> TOOL_ACCESS = Field.optional(
            "toolAccess",
            ObjectShape.of(v -> new ToolAccess(v.get(LISTING), v.get(RULES)), LISTING, RULES),
            "which tools the agents may call; absent: this policy says nothing of tools");

    private static final Field<String> CLAIM =
            Field.required("claim", TextShape.FILLED, "a dot path into the verified token, such as `org.team`");
    private static final Field<String> HEADER =
            Field.required("header", HeaderForms.CLAIM, "the header that carries the claim to the tool");
    private static final ObjectShape<ForwardClaim> FORWARD_CLAIM =
            ObjectShape.of(v -> new ForwardClaim(v.get(CLAIM), v.get(HEADER), v.place(HEADER)), CLAIM, HEADER);
    private static final Field<List<ForwardClaim>> FORWARD_CLAIMS = Field.list(
            "forwardClaims", ListShape.of(FORWARD_CLAIM).uniqueIgnoringCase(HEADER), "the claims that travel");
    private static final Field<List<ForwardClaim>> CLAIM_MAPPING = Field.optional(
            "claimMapping",
            ObjectShape.of(v -> v.get(FORWARD_CLAIMS), FORWARD_CLAIMS),
            List.of(),
            null,
            "which claims of the user travel with the agents' calls");

    static final Field<AgentPolicy.Mode> MODE = Field.optional(
            "mode",
            ScalarShape.Choice.of(AgentPolicy.Mode.class),
            AgentPolicy.Mode.ENFORCE,
            "`enforce`",
            "`enforce` refuses; `permissive` only records what it would refuse");
    static final Field<OnFailure> ON_FAILURE = Field.optional(
            "onFailure",
            ScalarShape.Choice.of(OnFailure.class),
            OnFailure.DENY,
            "`deny`",
            "what happens to a call that the policy cannot decide");

    static final Shape<Function<Metadata, AgentPolicy>> SPEC = ObjectShape.of(
            v -> metadata -> new AgentPolicy(
                    metadata.name(),
                    metadata.place(),
                    Set.copyOf(v.get(SELECTOR)),
                    v.find(TOOL_ACCESS),
                    v.get(CLAIM_MAPPING),
                    v.get(MODE),
                    v.get(ON_FAILURE)),
            SELECTOR,
            TOOL_ACCESS,
            CLAIM_MAPPING,
            MODE,
            ON_FAILURE);

    private AgentPolicyShape() {}
}
