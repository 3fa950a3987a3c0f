package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelContainer;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelProtoTypes;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the specification's tests in the environment of policies, with what a test declares on top: its variables, its
 * functions, its container, the message types. Each evaluation is metered, by a clock that stands still, and where there is
 * a direct way to a value it is held to the same.
 */
final class SpecificationRun {
    private static final Limits LIMITS = Limits.standard(() -> 0);

    private final Environment environment = Environment.of(LIMITS);
    private final SpecificationCase.Suite suite;
    private final SpecificationValues values;

    SpecificationRun(SpecificationCase.Suite suite) {
        this.suite = suite;
        this.values = new SpecificationValues(suite.types(), suite.extensions());
    }

    /** What became of a test. */
    sealed interface Outcome {
        /** It is as the test says; and {@link Direct} says so too, where {@code directly}. */
        record Passed(boolean directly) implements Outcome {}

        /** It is otherwise. */
        record Deviates(String how) implements Outcome {}
    }

    /** Runs a test. Never throws. */
    Outcome outcome(SpecificationCase test) {
        CelAbstractSyntaxTree ast;
        try {
            ast = compile(test);
        } catch (CelValidationException | RuntimeException refused) {
            return new Outcome.Deviates("refused: " + refused.getMessage());
        }
        try {
            if (test.type() != null) {
                String type = CelProtoTypes.format(CelProtoTypes.celTypeToType(ast.getResultType()));
                if (!type.equals(CelProtoTypes.format(test.type()))) {
                    return new Outcome.Deviates("is of the type " + type);
                }
            }
            return test.evaluated() ? evaluated(test, ast) : new Outcome.Passed(false);
        } catch (InvalidProtocolBufferException | RuntimeException broken) {
            return new Outcome.Deviates("cannot be compared: " + broken);
        }
    }

    private CelAbstractSyntaxTree compile(SpecificationCase test) throws CelValidationException {
        CelCompilerBuilder builder = environment.compiler().toCompilerBuilder();
        if (!test.macros()) {
            builder.setStandardMacros(List.<CelStandardMacro>of());
        }
        CelCompiler compiler = builder.addFileTypes(suite.types())
                .addDeclarations(test.declarations())
                .setContainer(CelContainer.ofName(test.container()))
                .build();
        CelValidationResult result =
                test.checked() ? compiler.compile(test.expression()) : compiler.parse(test.expression());
        return result.getAst();
    }

    private Outcome evaluated(SpecificationCase test, CelAbstractSyntaxTree ast) throws InvalidProtocolBufferException {
        CallVariables call = call();
        CelVariableResolver variables = name ->
                test.bindings().containsKey(name) ? Optional.of(test.bindings().get(name)) : call.find(name);
        Object value;
        try {
            CelRuntime runtime = environment
                    .runtime()
                    .toRuntimeBuilder()
                    .addFileTypes(suite.types())
                    .setExtensionRegistry(suite.extensions())
                    .setContainer(CelContainer.ofName(test.container()))
                    .build();
            value = runtime.createProgram(ast).trace(variables, new Meter(LIMITS, new Overtime(), Watched.of(ast)));
        } catch (CelEvaluationException | RuntimeException | LimitReached failure) {
            return test.fails() ? new Outcome.Passed(false) : new Outcome.Deviates("failed: " + failure.getMessage());
        }
        if (test.fails()) {
            return new Outcome.Deviates("gave " + value);
        }
        Direct direct = Direct.of(ast);
        Object directly = direct == null ? null : direct.value(call);
        if (directly != null && !values.comparable(directly).equals(values.comparable(value))) {
            return new Outcome.Deviates("directly gave " + directly);
        }
        Object wanted = values.comparable(test.value());
        Object given = values.comparable(value);
        return wanted.equals(given)
                ? new Outcome.Passed(directly != null)
                : new Outcome.Deviates("gave " + given + ", not " + wanted);
    }

    /** A call with nothing in it. */
    private static CallVariables call() {
        return new CallVariables(new ToolCall(
                new ToolCall.Agent("a", "n"),
                new ToolIdentity.Known("r", "t"),
                new Identity("u", "", List.of(), Map.of(), ""),
                Headers.of(),
                new Query(Map.of()),
                new Body.Absent(),
                "s",
                new ToolCall.Request("q", "POST", "/", Instant.EPOCH)));
    }
}
