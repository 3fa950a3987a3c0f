package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolPolicy.Audit;
import ai.altairalabs.omnia.core.policy.ToolPolicy.HeaderInjection;
import ai.altairalabs.omnia.core.policy.ToolPolicy.RequiredClaim;
import ai.altairalabs.omnia.core.policy.ToolPolicy.Rule;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The fields of {@code spec} in a ToolPolicy. */
final class ToolPolicyShape {
    static final Field<String> REGISTRY =
            Field.required("registry", Forms.REFERENCE, "the name of a ToolRegistry of the namespace");
    static final Field<List<String>> TOOLS = Field.list(
            "tools", ListShape.of(Forms.REFERENCE), "names of its tools; empty or absent: every tool of the registry");
    private static final Field<Selector> SELECTOR = Field.required(
            "selector",
            ObjectShape.of(v -> new Selector(v.get(REGISTRY), Set.copyOf(v.get(TOOLS))), REGISTRY, TOOLS),
            "which tools the policy guards");

    private static final Pattern CLAIM_NAME = Pattern.compile("[A-Za-z0-9-]{1,240}");
    private static final Field<String> CLAIM = Field.required(
            "claim", TextShape.FILLED, "what follows `X-Omnia-Claim-` in the header's name, without regard to case");
    private static final Field<String> CLAIM_MESSAGE =
            Field.required("message", TextShape.FILLED, "what the caller is told when the claim is missing");
    private static final ObjectShape<RequiredClaim> REQUIRED_CLAIM = ObjectShape.of(
                    v -> new RequiredClaim(v.get(CLAIM), v.get(CLAIM_MESSAGE)), CLAIM, CLAIM_MESSAGE)
            .check(ToolPolicyShape::checkClaim);
    private static final Field<List<RequiredClaim>> REQUIRED_CLAIMS =
            Field.list("requiredClaims", ListShape.of(REQUIRED_CLAIM), "claims without which a call is refused");

    private static final Field<Expression> CEL =
            Field.required("cel", new ExpressionShape(ExpressionShape.Use.RULE), "of type bool; true refuses the call");
    private static final Field<String> MESSAGE = Field.required("message", TextShape.FILLED, "what the caller is told");
    private static final Field<Deny> DENY = Field.required(
            "deny", ObjectShape.of(v -> new Deny(v.get(CEL), v.get(MESSAGE)), CEL, MESSAGE), "when to refuse");
    private static final Field<String> RULE_NAME =
            Field.required("name", TextShape.FILLED, "the rule's name in refusals and records");
    private static final Field<String> DESCRIPTION = Field.text("description", "for people; not used");
    private static final ObjectShape<Rule> RULE = ObjectShape.of(
            v -> new Rule(v.get(RULE_NAME), v.get(DESCRIPTION), v.get(DENY).cel, v.get(DENY).message),
            RULE_NAME,
            DESCRIPTION,
            DENY);
    private static final Field<List<Rule>> RULES = Field.required(
            "rules",
            ListShape.of(RULE).filled().unique(RULE_NAME),
            "reasons to refuse, looked at in this order until one holds");

    private static final Field<String> HEADER =
            Field.required("header", HeaderForms.SETTABLE, "the header that the call gets");
    private static final Field<String> VALUE =
            Field.optional("value", HeaderForms.VALUE, "what it says on every call; either this or `cel`");
    private static final Field<Expression> COMPUTED = Field.optional(
            "cel",
            new ExpressionShape(ExpressionShape.Use.VALUE),
            "gives what it says on this call: a string, number or bool; either this or `value`");
    private static final ObjectShape<HeaderInjection> INJECTION = ObjectShape.of(
                    v -> new HeaderInjection(v.get(HEADER), injected(v)), HEADER, VALUE, COMPUTED)
            .check(ToolPolicyShape::checkInjection);
    private static final Field<List<HeaderInjection>> HEADER_INJECTION = Field.list(
            "headerInjection",
            ListShape.of(INJECTION).uniqueIgnoringCase(HEADER),
            "headers that a call gets on its way to the tool; they replace what the caller sent");

    static final Field<ToolPolicy.Mode> MODE = Field.optional(
            "mode",
            ScalarShape.Choice.of(ToolPolicy.Mode.class),
            ToolPolicy.Mode.ENFORCE,
            "`enforce`",
            "`enforce` refuses; `audit` only records what it would refuse");
    static final Field<OnFailure> ON_FAILURE = Field.optional(
            "onFailure",
            ScalarShape.Choice.of(OnFailure.class),
            OnFailure.DENY,
            "`deny`",
            "when an expression cannot be evaluated: `deny` refuses, `allow` records it and goes on");

    private static final Field<Boolean> LOG_DECISIONS = Field.optional(
            "logDecisions", new ScalarShape.Flag(), false, "`false`", "also record allowed calls, and the arguments");
    private static final Field<List<String>> REDACT_FIELDS = Field.list(
            "redactFields", ListShape.of(TextShape.FILLED), "names whose values are masked in records, at any depth");
    private static final Field<Audit> AUDIT = Field.optional(
            "audit",
            ObjectShape.of(
                    v -> new Audit(v.get(LOG_DECISIONS), Set.copyOf(v.get(REDACT_FIELDS))),
                    LOG_DECISIONS,
                    REDACT_FIELDS),
            Audit.DEFAULT,
            null,
            "what is recorded");

    static final Shape<Function<Metadata, ToolPolicy>> SPEC = ObjectShape.of(
            v -> metadata -> new ToolPolicy(
                    metadata.name(),
                    metadata.place(),
                    v.get(SELECTOR).registry,
                    v.get(SELECTOR).tools,
                    v.get(REQUIRED_CLAIMS),
                    v.get(RULES),
                    v.get(HEADER_INJECTION),
                    v.get(MODE),
                    v.get(ON_FAILURE),
                    v.get(AUDIT)),
            SELECTOR,
            REQUIRED_CLAIMS,
            RULES,
            HEADER_INJECTION,
            MODE,
            ON_FAILURE,
            AUDIT);

    private ToolPolicyShape() {}

    /** A claim that no header can carry is always missing. */
    private static void checkClaim(Values v) {
        String claim = v.find(CLAIM);
        if (claim == null || CLAIM_NAME.matcher(claim).matches()) {
            return;
        }
        String legal = claim.replaceAll("[^A-Za-z0-9-]+", "-");
        v.in().warning(
                        v.place(CLAIM),
                        "no header can carry the claim " + Words.quote(claim) + ": every call is refused",
                        legal.replace("-", "").isEmpty() ? null : "write " + Words.quote(legal));
    }

    private static void checkInjection(Values v) {
        if (v.has(VALUE) == v.has(COMPUTED)) {
            v.in().error(
                            v.has(VALUE) ? v.key(COMPUTED) : v.in().place(),
                            v.has(VALUE) ? "`value` and `cel` exclude each other" : "missing `value` or `cel`",
                            v.has(VALUE)
                                    ? "keep one of the two"
                                    : "add `value: TEXT` for a fixed text or `cel: EXPRESSION` for a computed one");
        }
    }

    private static ToolPolicy.Value injected(Values v) {
        String fixed = v.find(VALUE);
        return fixed != null ? new ToolPolicy.Value.Fixed(fixed) : new ToolPolicy.Value.Computed(v.get(COMPUTED));
    }

    private record Selector(String registry, Set<String> tools) {}

    private record Deny(Expression cel, String message) {}
}
