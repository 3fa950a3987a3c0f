package ai.altairalabs.omnia.core.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of an expression that fail whatever the call is, by evaluating what depends on no call in the very runtime
 * that calls get. A pattern or a time zone is tried on a value of no importance.
 */
final class FailingParts {
    /** What one side's failure does not always fail. */
    private static final Set<String> LOGIC = Set.of("_&&_", "_||_", "_?_:_", "@not_strictly_false");

    /** A name that no author can write. */
    private static final String PROBE = "@probe";

    /** How many times a part is evaluated to find the smallest part of it that fails. */
    private static final int MOST_STEPS = 64;

    private final CelRuntime runtime;
    private final CelAbstractSyntaxTree ast;
    private final List<FailingPart> found = new ArrayList<>();

    private FailingParts(CelRuntime runtime, CelAbstractSyntaxTree ast) {
        this.runtime = runtime;
        this.ast = ast;
    }

    /** All that can be found; parts of parts that fail are not named beside them. */
    static List<FailingPart> of(CelRuntime runtime, CelAbstractSyntaxTree ast) {
        FailingParts parts = new FailingParts(runtime, ast);
        if (parts.isConstant(ast.getExpr())) {
            parts.evaluate(ast.getExpr());
        }
        return List.copyOf(parts.found);
    }

    /** Whether no call has a say in it. Where it is not, what stands in it has been looked at. */
    private boolean isConstant(CelExpr part) {
        List<CelExpr> inner = inner(part);
        List<CelExpr> constant = inner.stream().filter(this::isConstant).toList();
        boolean whole = constant.size() == inner.size()
                && switch (part.getKind()) {
                    case CONSTANT, SELECT, LIST, MAP -> true;
                    case CALL -> !LOGIC.contains(part.call().function());
                    case NOT_SET, IDENT, STRUCT, COMPREHENSION -> false;
                };
        if (!whole) {
            boolean wholeParts = constant.stream().map(this::evaluate).reduce(true, Boolean::logicalAnd);
            if (wholeParts && inner.size() == 2 && constant.equals(List.of(inner.getLast()))) {
                probe(part, inner.getLast());
            }
        }
        return whole;
    }

    private static List<CelExpr> inner(CelExpr part) {
        return switch (part.getKind()) {
            case NOT_SET, CONSTANT, IDENT, STRUCT -> List.of();
            case SELECT -> List.of(part.select().operand());
            case LIST -> part.list().elements();
            case MAP ->
                part.map().entries().stream()
                        .flatMap(entry -> List.of(entry.key(), entry.value()).stream())
                        .toList();
            case CALL -> {
                List<CelExpr> operands = new ArrayList<>();
                part.call().target().ifPresent(operands::add);
                operands.addAll(part.call().args());
                yield operands;
            }
            case COMPREHENSION -> {
                CelExpr.CelComprehension macro = part.comprehension();
                yield List.of(
                        macro.iterRange(), macro.accuInit(), macro.loopCondition(), macro.loopStep(), macro.result());
            }
        };
    }

    /** Whether the part has a value. */
    private boolean evaluate(CelExpr part) {
        String reason = failure(part, Map.of());
        if (reason == null) {
            return true;
        }
        FailingPart smallest = new FailingPart(part, reason);
        int steps = MOST_STEPS;
        List<CelExpr> within = inner(part);
        for (int i = 0; i < within.size() && steps > 0; i++, steps--) {
            String inner = failure(within.get(i), Map.of());
            if (inner != null) {
                smallest = new FailingPart(within.get(i), inner);
                within = inner(within.get(i));
                i = -1;
            }
        }
        found.add(smallest);
        return false;
    }

    /** A function of two values of which the second is known: whether that one is none that the function takes. */
    private void probe(CelExpr part, CelExpr known) {
        if (part.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return;
        }
        CelExpr.CelCall call = part.call();
        Object value = valueFor(call.function());
        if (value == null) {
            return;
        }
        CelExpr probe = CelExpr.ofIdent(0, PROBE);
        boolean receives = call.target().isPresent();
        CelExpr probed = CelExpr.ofCall(
                part.id(),
                receives ? Optional.of(probe) : Optional.empty(),
                call.function(),
                receives ? ImmutableList.of(known) : ImmutableList.of(probe, known));
        String reason = failure(probed, Map.of(PROBE, value));
        if (reason != null) {
            found.add(new FailingPart(part, reason));
        }
    }

    /** What a function takes first whose second value is a pattern or a time zone. */
    private static @Nullable Object valueFor(String function) {
        if (function.equals("matches")) {
            return "";
        }
        Collection<String> standard = Functions.REPLACED.values();
        return function.startsWith("get") && standard.contains(function) ? Instant.EPOCH : null;
    }

    private @Nullable String failure(CelExpr part, Map<String, Object> variables) {
        if (part.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            return null;
        }
        try {
            Objects.requireNonNull(runtime.createProgram(CelAbstractSyntaxTree.newCheckedAst(
                            part, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap()))
                    .eval(variables));
            return null;
        } catch (CelEvaluationException failure) {
            return Program.what(failure);
        } catch (EvaluationRefused refused) {
            return refused.reason();
        } catch (LimitReached limit) {
            return limit.reason();
        } catch (RuntimeException | StackOverflowError _) {
            // Nothing that the expression itself says for certain.
            return null;
        }
    }
}
