package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks and compiles expressions (semantics, section 6): CEL with the extensions strings, math, lists (without {@code
 * range}), sets, encoders, bindings and optionals. Expressions of equal text are compiled once. Not safe for use by several
 * threads; its programs are.
 */
public final class CelEngine {
    private final Limits limits;
    private final Environment environment;
    private final Messages messages;
    private final Map<Key, Program> programs = new HashMap<>();
    private final Map<Key, Program> before;

    private CelEngine(CelEngine predecessor) {
        this.limits = predecessor.limits;
        this.environment = predecessor.environment;
        this.messages = predecessor.messages;
        this.before = Map.copyOf(predecessor.programs);
    }

    /** An engine whose programs keep to these limits. */
    public CelEngine(Limits limits) {
        this.limits = limits;
        this.environment = Environment.of(limits);
        this.messages = new Messages(environment.functions());
        this.before = Map.of();
    }

    /** The engine for the next set: it knows the programs of this one, and forgets those that are not asked for again. */
    public CelEngine successor() {
        return new CelEngine(this);
    }

    /** An expression that must give a bool: the reason to refuse. */
    public Compilation rule(Expression expression) {
        return compile(expression, Program.Expected.BOOL);
    }

    /** An expression that must give a string, a number or a bool: an injected header's value. */
    public Compilation value(Expression expression) {
        return compile(expression, Program.Expected.SCALAR);
    }

    private Compilation compile(Expression expression, Program.Expected expected) {
        Key key = new Key(expression.text(), expected);
        Program known = programs.getOrDefault(key, before.get(key));
        if (known != null) {
            programs.put(key, known);
            return new Compilation.Ready(known);
        }
        CelValidationResult checked = environment.compiler().compile(expression.text());
        if (checked.hasError()) {
            return new Compilation.Faulty(problems(expression, checked.getErrors()));
        }
        try {
            CelAbstractSyntaxTree ast = checked.getAst();
            Optional<String> wrongType = wrongType(ast.getResultType(), expected);
            if (wrongType.isPresent()) {
                Place place = expression.origin().at(1, 1);
                String advice = Messages.cure(ast.getResultType(), expected);
                return new Compilation.Faulty(List.of(Problem.error(place, wrongType.get(), advice)));
            }
            Optional<CelSourceLocation> bound = BoundHeaders.in(ast);
            if (bound.isPresent()) {
                return new Compilation.Faulty(List.of(Problem.error(
                        place(expression, bound.get()),
                        "`headers` cannot be given another name",
                        "write `headers` where it is used: only there are names looked up without regard to case")));
            }
            Program program = new Program(
                    environment.runtime().createProgram(ast),
                    limits,
                    expected,
                    ast,
                    readsBody(ast),
                    StaticCost.parts(ast),
                    Watched.of(ast),
                    Direct.of(ast),
                    FailingParts.of(environment.runtime(), ast));
            programs.put(key, program);
            return new Compilation.Ready(program);
        } catch (CelValidationException | CelEvaluationException | RuntimeException _) {
            return new Compilation.Faulty(List.of(Problem.error(
                    expression.origin().at(1, 1), "the expression cannot be compiled", "make it shorter and simpler")));
        }
    }

    private List<Problem> problems(Expression expression, List<CelIssue> issues) {
        Set<Problem> problems = new LinkedHashSet<>();
        for (CelIssue issue : issues) {
            // What the parser cannot go on with, behind something that it did not understand, follows from that.
            if (problems.isEmpty() || !SyntaxMessages.isUnexpected(issue.getMessage())) {
                problems.add(messages.problem(spot(expression, issue.getSourceLocation()), issue.getMessage()));
            }
        }
        return List.copyOf(problems);
    }

    private static Place place(Expression expression, CelSourceLocation location) {
        return spot(expression, location).place();
    }

    private static Spot spot(Expression expression, CelSourceLocation location) {
        return new Spot(expression, Math.max(1, location.getLine()), Math.max(0, location.getColumn()) + 1);
    }

    private static Optional<String> wrongType(CelType type, Program.Expected expected) {
        CelKind kind = type.kind();
        boolean fits = kind == CelKind.BOOL
                || kind == CelKind.DYN
                || kind == CelKind.ANY
                || (expected == Program.Expected.SCALAR
                        && (kind == CelKind.STRING
                                || kind == CelKind.INT
                                || kind == CelKind.UINT
                                || kind == CelKind.DOUBLE));
        if (fits) {
            return Optional.empty();
        }
        String wanted = expected == Program.Expected.BOOL ? "`bool`" : "`string`, a number or `bool`";
        return Optional.of("the expression gives `" + Messages.typeName(type) + "`, not " + wanted);
    }

    private static boolean readsBody(CelAbstractSyntaxTree ast) {
        return CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .anyMatch(expr -> expr.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
                        && expr.ident().name().equals(Variable.BODY.celName()));
    }

    private record Key(String text, Program.Expected expected) {}
}
