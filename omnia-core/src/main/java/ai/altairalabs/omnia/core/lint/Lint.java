package ai.altairalabs.omnia.core.lint;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.Program;
import ai.altairalabs.omnia.core.lint.CallPath.Root;
import ai.altairalabs.omnia.core.lint.Contradictions.Dead;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolPolicy.Rule;
import ai.altairalabs.omnia.core.policy.ToolPolicy.Value;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Words;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Looks at the expressions of one policy, in the light of the policy and of its tools' input schemas. */
public final class Lint {
    private static final String CLAIM = "x-omnia-claim-";

    private final ToolPolicy policy;
    private final Schemas schemas;
    private final Contradictions contradictions;
    private final List<Syntax> rules = new ArrayList<>();
    private final Passing passing;
    private final Set<CallPath> reported = new HashSet<>();
    private final Set<CallPath> known = new HashSet<>();
    private final List<Doubt> doubts = new ArrayList<>();

    private Lint(ToolPolicy policy, Function<Expression, Program> programs, Collection<ToolRegistry> registries) {
        this.policy = policy;
        this.schemas = Schemas.of(policy, registries);
        this.contradictions = new Contradictions(given(policy));
        policy.rules().forEach(rule -> rules.add(new Syntax(rule.cel(), programs.apply(rule.cel()))));
        this.passing = new Passing(rules, schemas);
        policy.requiredClaims()
                .forEach(claim -> known.add(new CallPath(Root.HEADERS, List.of()).plus(CLAIM + claim.claim())));
    }

    /**
     * All doubts, in the order of the expressions.
     *
     * @param programs what each of the policy's expressions was compiled to
     * @param registries those that are known; the policy's own need not be among them
     */
    public static List<Doubt> of(
            ToolPolicy policy, Function<Expression, Program> programs, Collection<ToolRegistry> registries) {
        Lint lint = new Lint(policy, programs, registries);
        for (int i = 0; i < lint.rules.size(); i++) {
            lint.rule(policy.rules().get(i), lint.rules.get(i));
        }
        for (ToolPolicy.HeaderInjection injection : policy.headerInjection()) {
            if (injection.value() instanceof Value.Computed(Expression cel)) {
                lint.injection(new Syntax(cel, programs.apply(cel)));
            }
        }
        return List.copyOf(lint.doubts);
    }

    private static Map<String, Set<String>> given(ToolPolicy policy) {
        Map<String, Set<String>> given = new HashMap<>();
        given.put("tool.registry", Set.of(policy.registry()));
        given.put("agent.namespace", Set.of(policy.name().namespace()));
        if (!policy.tools().isEmpty()) {
            given.put("tool.name", policy.tools());
        }
        return given;
    }

    private void rule(Rule rule, Syntax syntax) {
        alwaysFails(syntax);
        if (syntax.hidesVariables()) {
            return;
        }
        neverTrue(rule, syntax);
        boolean allows = policy.onFailure() == OnFailure.ALLOW;
        boolean fails = unguarded(
                syntax,
                allows
                        ? "then the rule can fail, and does not refuse"
                        : enforces()
                                ? "then the rule can fail, and the call is refused with `policy evaluation failed`"
                                : "then the rule can fail, and that is recorded as a violation",
                allows && enforces());
        if (!fails || !allows) {
            known.addAll(Presence.when(syntax.root(), false));
        }
        names(syntax);
        doubts.addAll(passing.of(syntax));
    }

    private void injection(Syntax syntax) {
        alwaysFails(syntax);
        if (syntax.hidesVariables()) {
            return;
        }
        unguarded(
                syntax,
                policy.onFailure() == OnFailure.ALLOW || !enforces()
                        ? "then the header is left out"
                        : "then the header cannot be made, and the call is refused with `policy evaluation failed`",
                false);
        names(syntax);
    }

    /** A macro may hold a part more than once. */
    private void alwaysFails(Syntax syntax) {
        syntax.failing().stream()
                .map(failing -> new Doubt.AlwaysFails(
                        syntax.place(failing.part()), Syntax.text(failing.part()), failing.reason()))
                .distinct()
                .forEach(doubts::add);
    }

    private boolean enforces() {
        return policy.mode() == ToolPolicy.Mode.ENFORCE;
    }

    private void neverTrue(Rule rule, Syntax syntax) {
        List<CelExpr> alternatives = Syntax.operands("_||_", syntax.root());
        List<Dead> dead = contradictions.of(alternatives);
        if (dead.size() == alternatives.size()) {
            Dead first = dead.getFirst();
            doubts.add(new Doubt.NeverTrue(syntax.place(first.first()), rule.name(), reason(first)));
            return;
        }
        dead.forEach(one -> doubts.add(new Doubt.NeverTrue(syntax.place(one.first()), null, reason(one))));
    }

    private String reason(Dead dead) {
        String first = Words.quote(Syntax.text(dead.first()));
        if (dead.second() != null) {
            return first + " and " + Words.quote(Syntax.text(dead.second())) + " exclude each other";
        }
        return dead.subject() == null
                ? first + " is always false"
                : "for the calls that the policy guards, " + Words.quote(dead.subject()) + " is "
                        + Words.anyOf(contradictions.given(dead.subject()));
    }

    /** Whether something is read that may be missing. */
    private boolean unguarded(Syntax syntax, String outcome, boolean passes) {
        Map<CallPath, CelExpr> missing = Presence.unguarded(syntax.root(), known);
        missing.forEach((path, part) -> {
            if (!isAlwaysThere(path) && reported.add(path)) {
                doubts.add(new Doubt.Unguarded(syntax.place(part), path.written(), guard(path), outcome, passes));
            }
        });
        return !missing.isEmpty();
    }

    /** What every request has, what a door writes into every call, and what is reported as a name that no header has. */
    private static boolean isAlwaysThere(CallPath path) {
        if (path.root() != Root.HEADERS) {
            return false;
        }
        String name = path.names().getFirst();
        return !HeaderText.isName(name)
                || name.equals("host")
                || (name.startsWith("x-omnia-") && !name.startsWith(CLAIM));
    }

    private static String guard(CallPath path) {
        String written = path.written();
        return written.endsWith("]")
                ? "\"" + path.names().getLast() + "\" in "
                        + path.prefix(path.names().size() - 1).written()
                : "has(" + written + ")";
    }

    /** Names that are looked up and cannot be there. */
    private void names(Syntax syntax) {
        Set<CallPath> seen = new HashSet<>();
        Scope.NONE.each(syntax.root(), (part, scope) -> {
            path(part, scope)
                    .filter(path -> !path.names().isEmpty() && seen.add(path))
                    .ifPresent(path -> {
                        switch (path.root()) {
                            case HEADERS ->
                                header(syntax.place(part), path.names().getFirst());
                            case BODY -> field(syntax.place(part), path, seen);
                            case QUERY, CLAIMS -> {}
                        }
                    });
            if (part.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
                keys(syntax, part.comprehension());
            }
            Comparison.of(part, true, scope).ifPresent(comparison -> masked(syntax, comparison));
        });
    }

    private static Optional<CallPath> path(CelExpr part, Scope scope) {
        if (Syntax.isCall(part, "@in")) {
            return CallPath.text(part.call().args().getFirst())
                    .flatMap(key ->
                            CallPath.of(part.call().args().getLast(), scope).map(path -> path.plus(key)));
        }
        return CallPath.of(part, scope);
    }

    private void header(Place place, String name) {
        if (!HeaderText.isName(name)) {
            doubts.add(new Doubt.NoHeader(place, name));
        }
    }

    private void field(Place place, CallPath path, Set<CallPath> seen) {
        Schemas.Unknown unknown = schemas.unknown(path.names());
        if (unknown.index() >= 0) {
            CallPath upTo = path.prefix(unknown.index() + 1);
            if (upTo.equals(path) || seen.add(upTo)) {
                doubts.add(
                        new Doubt.UnknownField(place, path.names().get(unknown.index()), List.copyOf(unknown.known())));
            }
        }
    }

    /** What is compared with the keys of headers that a macro walks over. */
    private void keys(Syntax syntax, CelExpr.CelComprehension macro) {
        boolean overHeaders = CallPath.of(macro.iterRange())
                .filter(path -> path.equals(new CallPath(Root.HEADERS, List.of())))
                .isPresent();
        if (!overHeaders) {
            return;
        }
        Syntax.parts(macro.loopStep())
                .forEach(part -> Comparison.of(part, true)
                        .filter(comparison -> Syntax.text(comparison.subject()).equals(macro.iterVar()))
                        .ifPresent(comparison -> {
                            if (comparison.constant() instanceof String name
                                    && !name.equals(name.toLowerCase(Locale.ROOT))) {
                                doubts.add(new Doubt.UpperCaseKey(
                                        syntax.place(comparison.part()), name, name.toLowerCase(Locale.ROOT)));
                            }
                        }));
    }

    private void masked(Syntax syntax, Comparison comparison) {
        CallPath.of(comparison.subject(), comparison.scope())
                .filter(path -> path.root() == Root.HEADERS && path.names().size() == 1)
                .map(path -> path.names().getFirst())
                .filter(CallVariables::isMasked)
                .filter(_ -> comparison.constant() instanceof String text && !text.equals(CallVariables.MASK))
                .ifPresent(name -> doubts.add(new Doubt.Masked(syntax.place(comparison.part()), name)));
    }
}
