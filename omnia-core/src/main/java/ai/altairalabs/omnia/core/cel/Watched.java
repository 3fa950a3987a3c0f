package ai.altairalabs.omnia.core.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@link Meter} looks for in one expression. cel-java makes the failure of {@code ||}, {@code &&} and of the macros a
 * value, so that another {@code ||} or {@code &&} around it can do without, and then hands it to whatever else stands around
 * it: a comparison or a list takes it for some value and goes on. CEL has it end there (cel-spec, langdef, evaluation).
 * Immutable.
 */
final class Watched {
    private static final Set<String> LOGIC = Set.of("_&&_", "_||_", "@not_strictly_false");

    /** Parts that are evaluated once in each step of a macro, by their ids. */
    private final BitSet steps = new BitSet();

    /** What a name is bound to that a macro gives. */
    private final BitSet bound = new BitSet();

    /** Parts whose failure is nobody's but that of what stands around them. */
    private final BitSet mayFail = new BitSet();

    private boolean hidesFailures;
    private boolean misnamesFailures;

    private Watched() {}

    static Watched of(CelAbstractSyntaxTree ast) {
        Watched watched = new Watched();
        watched.walk(ast.getExpr(), true);
        return watched;
    }

    /** Whether this is evaluated once in each step of a macro. */
    boolean isStep(CelExpr expression) {
        return steps.get((int) expression.id());
    }

    /** Whether a macro gives its value a name. */
    boolean isBound(CelExpr expression) {
        return bound.get((int) expression.id());
    }

    /** Whether a failure may be this part's value. */
    boolean mayFail(CelExpr expression) {
        return mayFail.get((int) expression.id());
    }

    /** Whether cel-java alone could take a failure for a value. */
    boolean hidesFailures() {
        return hidesFailures;
    }

    /** Whether cel-java alone could say of a failure that there is no such operator. */
    boolean misnamesFailures() {
        return misnamesFailures;
    }

    private void walk(CelExpr expression, boolean may) {
        if (may) {
            mayFail.set((int) expression.id());
        }
        switch (expression.exprKind().getKind()) {
            case SELECT -> strictly(expression.select().operand());
            case LIST -> expression.list().elements().forEach(this::strictly);
            case STRUCT -> expression.struct().entries().forEach(entry -> strictly(entry.value()));
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    strictly(entry.key());
                    strictly(entry.value());
                });
            case CALL -> call(expression.call());
            case COMPREHENSION -> comprehension(expression.comprehension());
            case NOT_SET, CONSTANT, IDENT -> {}
        }
    }

    private void strictly(CelExpr expression) {
        hidesFailures |= canBeFailure(expression);
        walk(expression, false);
    }

    /** What is no bool cel-java notices itself here, and says that it is none. */
    private void noticed(CelExpr expression) {
        misnamesFailures |= canBeFailure(expression);
        walk(expression, false);
    }

    private void call(CelExpr.CelCall call) {
        List<CelExpr> arguments = call.args();
        call.target().ifPresent(this::strictly);
        if (LOGIC.contains(call.function())) {
            arguments.forEach(argument -> walk(argument, true));
        } else if (call.function().equals("_?_:_")) {
            noticed(arguments.get(0));
            walk(arguments.get(1), true);
            walk(arguments.get(2), true);
        } else if (call.function().equals("!_")) {
            noticed(arguments.get(0));
        } else {
            arguments.forEach(this::strictly);
        }
    }

    private void comprehension(CelExpr.CelComprehension macro) {
        steps.set(Math.toIntExact(macro.loopStep().id()));
        bound.set(Math.toIntExact(macro.accuInit().id()));
        strictly(macro.iterRange());
        walk(macro.accuInit(), true);
        walk(macro.loopCondition(), false);
        walk(macro.loopStep(), true);
        walk(macro.result(), true);
    }

    /** Whether a failure may be its value. So may that of a name in a macro, but macros are watched always. */
    private static boolean canBeFailure(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CALL -> {
                CelExpr.CelCall call = expression.call();
                yield LOGIC.contains(call.function())
                        || (call.function().equals("_?_:_")
                                && (canBeFailure(call.args().get(1))
                                        || canBeFailure(call.args().get(2))));
            }
            case COMPREHENSION -> true;
            case NOT_SET, CONSTANT, IDENT, SELECT, LIST, STRUCT, MAP -> false;
        };
    }
}
