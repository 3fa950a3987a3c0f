package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Compilation;
import ai.altairalabs.omnia.core.cel.Program;
import ai.altairalabs.omnia.core.cel.Result;
import ai.altairalabs.omnia.core.decision.Finding.Effect;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.Expressions;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolPolicy.HeaderInjection;
import ai.altairalabs.omnia.core.policy.ToolPolicy.RequiredClaim;
import ai.altairalabs.omnia.core.policy.ToolPolicy.Value;
import ai.altairalabs.omnia.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A ToolPolicy whose expressions are ready (semantics, section 5). Immutable. */
final class CompiledToolPolicy {
    private static final String CLAIM_HEADER = "X-Omnia-Claim-";

    private final ToolPolicy policy;
    private final Finding.Source.Policy source;
    private final Effect violation;
    private final Effect failure;
    private final List<Claim> claims;
    private final List<CompiledRule> rules;
    private final List<Injection> injections;
    private final Map<ResourceName, ToolPolicy.Audit> audited;
    private final BodyUse bodyUse;
    private final Map<Expression, Program> programs;

    private CompiledToolPolicy(
            ToolPolicy policy,
            List<CompiledRule> rules,
            List<Injection> injections,
            Map<Expression, Program> programs) {
        this.policy = policy;
        boolean enforces = policy.mode() == ToolPolicy.Mode.ENFORCE;
        this.source = new Finding.Source.Policy(
                Kind.TOOL_POLICY, policy.name(), policy.mode().name().toLowerCase(Locale.ROOT));
        this.violation = enforces ? Effect.REFUSE : Effect.WOULD_REFUSE;
        this.failure = policy.onFailure() == OnFailure.ALLOW ? Effect.TOLERATED : violation;
        this.claims = policy.requiredClaims().stream().map(Claim::of).toList();
        this.rules = List.copyOf(rules);
        this.injections = List.copyOf(injections);
        this.audited = Map.of(policy.name(), policy.audit());
        boolean reads = false;
        for (CompiledRule rule : rules) {
            reads |= rule.program.readsBody();
        }
        for (Injection injection : injections) {
            if (injection.program != null) {
                reads |= injection.program.readsBody();
            }
        }
        this.bodyUse = !reads ? BodyUse.UNREAD : enforces ? BodyUse.ENFORCED : BodyUse.AUDITED;
        this.programs = programs;
    }

    /** The policy with its programs; null, and the reasons among the problems, when an expression has a fault. */
    static @Nullable CompiledToolPolicy compile(ToolPolicy policy, CelEngine engine, List<Problem> problems) {
        int before = problems.size();
        Map<Expression, Program> programs = new HashMap<>();
        List<CompiledRule> rules = new ArrayList<>();
        for (ToolPolicy.Rule rule : policy.rules()) {
            Program program = program(rule.cel(), engine::rule, problems);
            if (program != null) {
                rules.add(new CompiledRule(rule.name(), rule.message(), program));
                programs.put(rule.cel(), program);
            }
        }
        List<Injection> injections = new ArrayList<>();
        for (HeaderInjection injection : policy.headerInjection()) {
            switch (injection.value()) {
                case Value.Fixed fixed ->
                    injections.add(new Injection(
                            injection.header(), fixed.text(), null, new Obligation.RemoveHeader(injection.header())));
                case Value.Computed computed -> {
                    Program program = program(computed.cel(), engine::value, problems);
                    injections.add(new Injection(
                            injection.header(), "", program, new Obligation.RemoveHeader(injection.header())));
                    if (program != null) {
                        programs.put(computed.cel(), program);
                    }
                }
            }
        }
        return problems.size() == before ? new CompiledToolPolicy(policy, rules, injections, programs) : null;
    }

    /** Finds what is wrong with expressions that come into force with nothing. */
    static void findFaults(Expressions expressions, CelEngine engine, List<Problem> problems) {
        expressions.rules().forEach(rule -> program(rule, engine::rule, problems));
        expressions.values().forEach(value -> program(value, engine::value, problems));
    }

    private static @Nullable Program program(
            Expression expression, Function<Expression, Compilation> compiler, List<Problem> problems) {
        return switch (compiler.apply(expression)) {
            case Compilation.Ready ready -> ready.program();
            case Compilation.Faulty faulty -> {
                problems.addAll(faulty.problems());
                yield null;
            }
        };
    }

    ToolPolicy policy() {
        return policy;
    }

    /** What it asks of the audit log, by its name. */
    Map<ResourceName, ToolPolicy.Audit> audited() {
        return audited;
    }

    BodyUse bodyUse() {
        return bodyUse;
    }

    /** What one of its expressions was compiled to. */
    Program program(Expression expression) {
        return Objects.requireNonNull(programs.get(expression));
    }

    /** Looks at required claims, then rules; the first match ends this policy. */
    void check(ToolCall call, CallVariables variables, List<Finding> findings) {
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            String value = call.headers().get(claim.header);
            if (value == null || value.isEmpty()) {
                findings.add(new Finding(source, claim.rule, claim.message, violation, null));
                return;
            }
        }
        for (int i = 0; i < rules.size(); i++) {
            CompiledRule rule = rules.get(i);
            switch (rule.program.evaluate(variables)) {
                case Result.Value value -> {
                    if (Boolean.TRUE.equals(value.value())) {
                        findings.add(new Finding(source, rule.name, rule.message, violation, null));
                        return;
                    }
                }
                case Result.Failed failed -> {
                    findings.add(new Finding(source, rule.name, Rules.EVALUATION_FAILED, failure, failed.reason()));
                    if (failure != Effect.TOLERATED) {
                        return;
                    }
                }
            }
        }
    }

    /** Works out the headers that this policy injects. Whatever the caller sent under their names goes in any case. */
    void inject(CallVariables variables, List<Finding> findings, List<Obligation> obligations) {
        for (int i = 0; i < injections.size(); i++) {
            Injection injection = injections.get(i);
            int place = placeOf(injection.header, obligations);
            if (place == obligations.size()) {
                obligations.add(injection.removal);
            }
            if (injection.program == null) {
                obligations.set(place, new Obligation.SetHeader(injection.header, injection.fixed));
                continue;
            }
            String error;
            switch (injection.program.evaluate(variables)) {
                case Result.Failed failed -> error = failed.reason();
                case Result.Value value -> {
                    String text = HeaderText.ofScalar(value.value());
                    if (text != null && HeaderText.isValue(text)) {
                        obligations.set(place, new Obligation.SetHeader(injection.header, text));
                        continue;
                    }
                    error = "the value is no legal header value";
                }
            }
            findings.add(new Finding(
                    source, Rules.HEADER_INJECTION + injection.header, Rules.EVALUATION_FAILED, failure, error));
        }
    }

    /** Where the obligation about this header stands, or is to stand. */
    private static int placeOf(String header, List<Obligation> obligations) {
        int place = 0;
        while (place < obligations.size() && !obligations.get(place).header().equalsIgnoreCase(header)) {
            place++;
        }
        return place;
    }

    private record Claim(String header, String rule, String message) {
        static Claim of(RequiredClaim claim) {
            return new Claim(CLAIM_HEADER + claim.claim(), Rules.REQUIRED_CLAIM + claim.claim(), claim.message());
        }
    }

    private record CompiledRule(String name, String message, Program program) {}

    private record Injection(
            String header, String fixed, @Nullable Program program, Obligation removal) {}
}
