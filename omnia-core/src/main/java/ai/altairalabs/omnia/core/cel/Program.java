package ai.altairalabs.omnia.core.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An expression, ready to be evaluated. Safe for use by several threads. */
public final class Program {
    private static final Pattern POSITION = Pattern.compile("at <input>:(\\d+)");

    private final CelRuntime.Program program;
    private final Limits limits;
    private final Expected expected;
    private final CelAbstractSyntaxTree syntax;
    private final boolean readsBody;
    private final int parts;
    private final Watched watched;
    private final @Nullable Direct direct;
    private final List<FailingPart> failing;
    private final Overtime overtime = new Overtime();

    /**
     * A program.
     *
     * @param syntax the checked expression
     * @param readsBody whether it reads the body
     * @param parts as {@link StaticCost} counts them
     * @param watched what a {@link Meter} looks for
     * @param direct a short way to the value in plain cases; null: there is none
     * @param failing what fails in it whatever the call is
     */
    Program(
            CelRuntime.Program program,
            Limits limits,
            Expected expected,
            CelAbstractSyntaxTree syntax,
            boolean readsBody,
            int parts,
            Watched watched,
            @Nullable Direct direct,
            List<FailingPart> failing) {
        this.program = program;
        this.limits = limits;
        this.expected = expected;
        this.syntax = syntax;
        this.readsBody = readsBody;
        this.parts = parts;
        this.watched = watched;
        this.direct = direct;
        this.failing = List.copyOf(failing);
    }

    /** What an expression must come to. */
    enum Expected {
        /** A bool: a rule. */
        BOOL,
        /** A string, number or bool: an injected header. */
        SCALAR
    }

    /** Whether it reads the body. */
    public boolean readsBody() {
        return readsBody;
    }

    /** The checked expression. */
    public CelAbstractSyntaxTree syntax() {
        return syntax;
    }

    /** What fails in it whatever the call is. */
    public List<FailingPart> failing() {
        return failing;
    }

    /** Its value for this call. Never throws. */
    public Result evaluate(CallVariables call) {
        if (readsBody) {
            String fault = call.bodyFault();
            if (fault != null) {
                return new Result.Failed(fault);
            }
        }
        Result result = directly(call);
        return result == null ? evaluateByLibrary(call) : result;
    }

    /** The value in a plain case, else null. */
    @Nullable
    Result directly(CallVariables call) {
        if (direct == null || !StaticCost.isBelow(StaticCost.COMPARED, parts, octets(call))) {
            return null;
        }
        Object value = direct.value(call);
        boolean fits = value instanceof Boolean
                || (expected == Expected.SCALAR && (value instanceof String || value instanceof Number));
        return fits ? result(value) : null;
    }

    /** The value as cel-java works it out: {@link Direct} never gives another. */
    Result evaluateByLibrary(CallVariables call) {
        boolean metered = needsMeter(call);
        Result result = evaluateByLibrary(call, metered);
        boolean misnamed = !metered && watched.misnamesFailures() && result instanceof Result.Failed;
        return misnamed ? evaluateByLibrary(call, true) : result;
    }

    private Result evaluateByLibrary(CallVariables call, boolean metered) {
        Object value;
        try {
            value = metered ? program.trace(call, new Meter(limits, overtime, watched)) : program.eval(call);
        } catch (CelEvaluationException failure) {
            return new Result.Failed(reason(failure));
        } catch (EvaluationRefused refused) {
            return new Result.Failed(refused.reason());
        } catch (LimitReached limit) {
            return new Result.Failed(limit.reason());
        } catch (RuntimeException | StackOverflowError _) {
            return new Result.Failed("the expression could not be evaluated");
        }
        return result(value);
    }

    /** Whether the evaluation could take long with this call's body, or cel-java alone could take a failure for a value. */
    boolean needsMeter(CallVariables call) {
        return watched.hidesFailures() || !StaticCost.isBelow(StaticCost.WALKED, parts, octets(call));
    }

    private long octets(CallVariables call) {
        return readsBody ? call.bodyOctets() : 0;
    }

    private Result result(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool ? Result.Value.TRUE : Result.Value.FALSE;
        }
        if (expected == Expected.BOOL) {
            return new Result.Failed("the expression did not give a bool");
        }
        if (value instanceof String || value instanceof Number) {
            return new Result.Value(Objects.requireNonNull(value));
        }
        return new Result.Failed("the expression gave neither a string nor a number nor a bool");
    }

    /** What went wrong, in words of our own: the library's text may hold values of the call. */
    private static String reason(CelEvaluationException failure) {
        return what(failure) + place(failure);
    }

    /** The same without the place. */
    static String what(CelEvaluationException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EvaluationRefused.Cause refused) {
                return refused.reason();
            }
        }
        CelErrorCode code = failure.getErrorCode();
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "a field or key is missing";
            case OVERLOAD_NOT_FOUND -> "an operator or function does not take values of this type";
            case DIVIDE_BY_ZERO -> "a division by zero";
            case NUMERIC_OVERFLOW -> "a number is out of range";
            case INDEX_OUT_OF_BOUNDS -> "an index is out of bounds";
            case BAD_FORMAT -> "a value is not of the form that a function needs";
            default -> "the expression could not be evaluated";
        };
    }

    private static String place(CelEvaluationException failure) {
        String message = failure.getMessage();
        Matcher matcher = POSITION.matcher(message == null ? "" : message);
        return matcher.find() ? " (at character " + (Integer.parseInt(matcher.group(1)) + 1) + ")" : "";
    }
}
