package ai.altairalabs.omnia.core.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every policy's expressions are compiled by and run in: CEL with the extensions strings, math, lists (without {@code
 * range}), sets, encoders, bindings and optionals, the variables, and the limits that cel-java knows.
 *
 * @param functions what an expression may call, those of a library with its name before them
 */
record Environment(CelCompiler compiler, CelRuntime runtime, List<String> functions) {
    private static final CelListsExtensions LISTS =
            CelExtensions.lists(EnumSet.complementOf(EnumSet.of(CelListsExtensions.Function.RANGE))
                    .toArray(CelListsExtensions.Function[]::new));

    /** Macros, and functions of optionals, which are bound elsewhere than the rest. */
    private static final List<String> UNBOUND = List.of(
            "cel.bind",
            "math.greatest",
            "math.least",
            "optional.of",
            "optional.none",
            "optional.ofNonZeroValue",
            "hasValue",
            "orValue",
            "optMap",
            "optFlatMap");

    /** The environment with these limits. */
    static Environment of(Limits limits) {
        CelOptions options = options(limits);
        CelTypeProvider types = types();
        var compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(types)
                .addLibraries(
                        CelExtensions.strings(),
                        CelExtensions.math(),
                        LISTS,
                        CelExtensions.sets(options),
                        CelExtensions.encoders(options),
                        CelExtensions.bindings(),
                        CelExtensions.optional());
        for (Variable variable : Variable.values()) {
            compiler.addVar(variable.celName(), variable.type());
        }
        List<CelFunctionBinding> extensions = Functions.of(
                options,
                CelExtensions.strings(),
                CelExtensions.math(),
                LISTS,
                CelExtensions.sets(options),
                CelExtensions.encoders(options));
        CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(options)
                .setTypeProvider(types)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .filterFunctions((function, _) -> !Functions.REPLACED.containsKey(function))
                        .build())
                .addFunctionBindings(Functions.standard(options))
                .addFunctionBindings(extensions)
                .addLibraries(CelExtensions.optional())
                .build();
        return new Environment(compiler.build(), runtime, functions(options, extensions));
    }

    private static List<String> functions(CelOptions options, List<CelFunctionBinding> extensions) {
        Set<String> names = new TreeSet<>(UNBOUND);
        CelStandardMacro.STANDARD_MACROS.forEach(macro -> names.add(macro.getFunction()));
        names.addAll(Functions.standardNames(options));
        names.addAll(Functions.names(extensions));
        return List.copyOf(names);
    }

    private static CelOptions options(Limits limits) {
        return CelOptions.current()
                .enableHeterogeneousNumericComparisons(true)
                .enableOptionalSyntax(true)
                .resolveTypeDependencies(false)
                // A little more than the meter allows: this one can be hidden by one side of an or, the meter's cannot.
                .comprehensionMaxIterations(limits.iterations() + Limits.MAX_EXPRESSION_DEPTH)
                .maxExpressionCodePointSize(Limits.MAX_EXPRESSION_LENGTH)
                .maxParseRecursionDepth(Limits.MAX_EXPRESSION_DEPTH)
                .maxRegexProgramSize(Limits.MAX_REGEX_PROGRAM)
                .build();
    }

    private static CelTypeProvider types() {
        ImmutableMap<String, CelType> types = Arrays.stream(Variable.values())
                .flatMap(variable -> variable.struct().stream())
                .collect(ImmutableMap.toImmutableMap(StructType::name, struct -> struct));
        return new CelTypeProvider() {
            @Override
            public ImmutableCollection<CelType> types() {
                return types.values();
            }

            @Override
            public Optional<CelType> findType(String name) {
                return Optional.ofNullable(types.get(name));
            }
        };
    }
}
