package ai.altairalabs.omnia.core.lint;

import ai.altairalabs.omnia.core.lint.CallPath.Root;
import ai.altairalabs.omnia.core.lint.Comparison.Operator;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds values that pass by a comparison which was to stop them: a bound on one side, a text that only looks empty. */
final class Passing {
    /** Functions that say nothing of what a text consists of. */
    private static final Set<String> COMPARES = Set.of(
            "_==_",
            "_!=_",
            "_<_",
            "_<=_",
            "_>_",
            "_>=_",
            "@in",
            "_[_]",
            "double",
            "int",
            "uint",
            "dyn",
            "string",
            "!_",
            "_&&_",
            "_||_",
            "_?_:_",
            "_?._",
            "_[?_]",
            "@not_strictly_false");

    private final Schemas schemas;
    private final Set<CallPath> boundedBelow = new HashSet<>();
    private final Set<CallPath> lookedInto = new HashSet<>();
    private final Set<String> comparedWithZero = new HashSet<>();
    private final Set<CallPath> reported = new HashSet<>();
    private final Set<String> quotients = new HashSet<>();

    /** For rules that are evaluated together: what one of them stops, passes by none. */
    Passing(List<Syntax> rules, Schemas schemas) {
        this.schemas = schemas;
        for (Syntax rule : rules) {
            for (Comparison comparison : Comparison.all(rule.root())) {
                if (isUpper(comparison.operator())) {
                    path(comparison.subject(), comparison.scope()).ifPresent(path -> boundedBelow.add(path.anyName()));
                }
                if (comparison.constant().equals(0.0)) {
                    comparedWithZero.add(Syntax.text(Syntax.unconverted(comparison.subject())));
                }
            }
            Scope.NONE.each(rule.root(), (part, scope) -> {
                if (part.getKind() == CelExpr.ExprKind.Kind.CALL
                        && !COMPARES.contains(part.call().function())) {
                    Stream.concat(part.call().target().stream(), part.call().args().stream())
                            .forEach(argument ->
                                    path(argument, scope).ifPresent(path -> lookedInto.add(path.anyName())));
                }
            });
        }
    }

    /** Whether it stops what is small. */
    private static boolean isUpper(Operator operator) {
        return operator == Operator.LESS || operator == Operator.AT_MOST;
    }

    List<Doubt> of(Syntax rule) {
        List<Doubt> doubts = new ArrayList<>();
        for (Comparison comparison : Comparison.all(rule.root())) {
            quotient(comparison, rule).ifPresent(doubts::add);
            Optional<CallPath> path =
                    path(comparison.subject(), comparison.scope()).filter(one -> !reported.contains(one.anyName()));
            if (path.isEmpty()) {
                continue;
            }
            Optional<Doubt> doubt = comparison.constant() instanceof Double bound
                    ? negative(comparison, bound, path.get(), rule)
                    : blank(comparison, path.get(), rule);
            doubt.ifPresent(one -> {
                reported.add(path.get().anyName());
                doubts.add(one);
            });
        }
        return doubts;
    }

    private Optional<Doubt> negative(Comparison comparison, double bound, CallPath path, Syntax rule) {
        boolean lower = comparison.operator() == Operator.MORE || comparison.operator() == Operator.AT_LEAST;
        if (!lower || bound < 0 || boundedBelow.contains(path.anyName()) || schemas.refusesNegative(path.names())) {
            return Optional.empty();
        }
        boolean more = comparison.operator() == Operator.MORE;
        String subject = Syntax.text(comparison.subject());
        boolean whole = bound == Math.rint(bound) && bound < 1e15;
        return Optional.of(new Doubt.NegativePasses(
                rule.place(comparison.part()),
                path.written(),
                (more ? "above " : "at least ") + (whole ? Long.toString((long) bound) : Double.toString(bound)),
                "(" + subject + (more ? " > " : " >= ") + bound + " || " + subject + " < 0.0)"));
    }

    private Optional<Doubt> blank(Comparison comparison, CallPath path, Syntax rule) {
        boolean empty =
                comparison.operator() == Operator.EQUAL && comparison.constant().equals("");
        if (!empty || lookedInto.contains(path.anyName()) || schemas.refusesBlank(path.names())) {
            return Optional.empty();
        }
        return Optional.of(new Doubt.BlankPasses(rule.place(comparison.part()), path.written()));
    }

    private Optional<Doubt> quotient(Comparison comparison, Syntax rule) {
        CelExpr subject = Syntax.unconverted(comparison.subject());
        boolean ordered = isUpper(comparison.operator())
                || comparison.operator() == Operator.MORE
                || comparison.operator() == Operator.AT_LEAST;
        if (!ordered || !Syntax.isCall(subject, "_/_") || rule.isInteger(subject)) {
            return Optional.empty();
        }
        CelExpr divisor = Syntax.unconverted(subject.call().args().getLast());
        if (Comparison.value(divisor) != null
                || comparedWithZero.contains(Syntax.text(divisor))
                || !quotients.add(Syntax.text(subject))) {
            return Optional.empty();
        }
        return Optional.of(new Doubt.NotANumberPasses(rule.place(comparison.part()), Syntax.text(subject)));
    }

    /** The field of the body that is compared. */
    private static Optional<CallPath> path(CelExpr subject, Scope scope) {
        return CallPath.of(Syntax.unconverted(subject), scope)
                .filter(path -> path.root() == Root.BODY && !path.names().isEmpty());
    }
}
