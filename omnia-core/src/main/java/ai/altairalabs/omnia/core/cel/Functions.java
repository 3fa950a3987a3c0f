package ai.altairalabs.omnia.core.cel;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOptions;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.internal.DefaultMessageFactory;
import dev.cel.common.internal.DynamicProto;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelInternalRuntimeLibrary;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.InternalCelFunctionBinding;
import dev.cel.runtime.ProtoMessageRuntimeEquality;
import dev.cel.runtime.RuntimeEquality;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The functions that stand in for cel-java's own: conversions of text that take a number only as CEL writes one, and
 * functions whose work grows with their arguments, with a bound on it.
 */
final class Functions {
    /** Standard functions that are replaced here, and how an expression calls them. */
    static final Map<StandardFunction, String> REPLACED = Map.ofEntries(
            Map.entry(StandardFunction.ADD, "_+_"),
            Map.entry(StandardFunction.BOOL, "bool"),
            Map.entry(StandardFunction.CONTAINS, "contains"),
            Map.entry(StandardFunction.DOUBLE, "double"),
            Map.entry(StandardFunction.DURATION, "duration"),
            Map.entry(StandardFunction.EQUALS, "_==_"),
            Map.entry(StandardFunction.GET_DATE, "getDate"),
            Map.entry(StandardFunction.GET_DAY_OF_MONTH, "getDayOfMonth"),
            Map.entry(StandardFunction.GET_DAY_OF_WEEK, "getDayOfWeek"),
            Map.entry(StandardFunction.GET_DAY_OF_YEAR, "getDayOfYear"),
            Map.entry(StandardFunction.GET_FULL_YEAR, "getFullYear"),
            Map.entry(StandardFunction.GET_HOURS, "getHours"),
            Map.entry(StandardFunction.GET_MILLISECONDS, "getMilliseconds"),
            Map.entry(StandardFunction.GET_MINUTES, "getMinutes"),
            Map.entry(StandardFunction.GET_MONTH, "getMonth"),
            Map.entry(StandardFunction.GET_SECONDS, "getSeconds"),
            Map.entry(StandardFunction.IN, "@in"),
            Map.entry(StandardFunction.INT, "int"),
            Map.entry(StandardFunction.MATCHES, "matches"),
            Map.entry(StandardFunction.NOT_EQUALS, "_!=_"),
            Map.entry(StandardFunction.STRING, "string"),
            Map.entry(StandardFunction.TIMESTAMP, "timestamp"),
            Map.entry(StandardFunction.UINT, "uint"));

    /** No number, time or time zone has more characters: the library's readers of some take time by the square of them. */
    private static final int LONGEST_VALUE = 64;

    private static final Pattern DECIMAL = Pattern.compile("-?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern CALLED = Pattern.compile("(?:[a-z]+[0-9]*\\.)?[a-z][A-Za-z0-9]*");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,20}");

    private Functions() {}

    /** The replaced standard functions. */
    static List<CelFunctionBinding> standard(CelOptions options) {
        return regroup(
                CelStandardFunctions.newBuilder().build().newFunctionBindings(equality(options), options),
                Set.copyOf(REPLACED.values()));
    }

    /** The functions of these libraries, each with its bound. Two of them may have functions of one name. */
    static List<CelFunctionBinding> of(CelOptions options, CelRuntimeLibrary... libraries) {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        CelRuntimeBuilder collector = (CelRuntimeBuilder) Proxy.newProxyInstance(
                Functions.class.getClassLoader(), new Class<?>[] {CelRuntimeBuilder.class}, (proxy, method, args) -> {
                    if (method.getName().equals("addFunctionBindings")) {
                        if (args[0] instanceof Iterable<?> several) {
                            several.forEach(one -> bindings.add((CelFunctionBinding) one));
                        } else {
                            bindings.addAll(List.of((CelFunctionBinding[]) args[0]));
                        }
                    }
                    return proxy;
                });
        for (CelRuntimeLibrary library : libraries) {
            if (library instanceof CelInternalRuntimeLibrary internal) {
                internal.setRuntimeOptions(collector, equality(options), options);
            } else {
                library.setRuntimeOptions(collector);
            }
        }
        return regroup(bindings, Set.of());
    }

    /** How expressions call the standard functions, operators left out. */
    static List<String> standardNames(CelOptions options) {
        return names(CelStandardFunctions.newBuilder().build().newFunctionBindings(equality(options), options));
    }

    /** How expressions call these, operators left out. */
    static List<String> names(Iterable<CelFunctionBinding> bindings) {
        List<String> names = new ArrayList<>();
        for (CelFunctionBinding binding : bindings) {
            if (CALLED.matcher(function(binding)).matches()) {
                names.add(function(binding));
            }
        }
        return names;
    }

    private static String function(CelFunctionBinding binding) {
        return binding instanceof InternalCelFunctionBinding internal
                ? internal.getFunctionName()
                : binding.getOverloadId();
    }

    private static RuntimeEquality equality(CelOptions options) {
        return ProtoMessageRuntimeEquality.create(DynamicProto.create(DefaultMessageFactory.INSTANCE), options);
    }

    /** Puts bounds on the overloads, and joins them to functions again. */
    private static List<CelFunctionBinding> regroup(Iterable<CelFunctionBinding> bindings, Set<String> only) {
        Map<String, List<CelFunctionBinding>> functions = new LinkedHashMap<>();
        for (CelFunctionBinding binding : bindings) {
            String function = function(binding);
            // A library adds to a function's overloads one of the function's own name, which only finds the right one.
            boolean dispatcher = binding.getOverloadId().equals(function)
                    && (binding.getArgTypes().isEmpty() || only.isEmpty());
            if (!dispatcher && (only.isEmpty() || only.contains(function))) {
                functions.computeIfAbsent(function, _ -> new ArrayList<>()).add(bounded(function, binding));
            }
        }
        List<CelFunctionBinding> all = new ArrayList<>();
        functions.forEach((function, overloads) -> all.addAll(CelFunctionBinding.fromOverloads(function, overloads)));
        return all;
    }

    private static CelFunctionBinding bounded(String function, CelFunctionBinding original) {
        CelFunctionOverload definition = original.getDefinition();
        String overload = original.getOverloadId();
        return switch (overload) {
            case "string_to_double" -> binding(original, args -> decimal((String) args[0]));
            case "string_to_int64" -> binding(original, args -> integer((String) args[0]));
            case "string_to_uint64" -> binding(original, args -> unsigned((String) args[0]));
            case "string_to_bool", "string_to_duration", "string_to_timestamp" ->
                binding(original, args -> definition.apply(readable(function, args, 0)));
            default -> {
                if (overload.endsWith("_with_tz")) {
                    yield binding(original, args -> definition.apply(readable(function, args, 1)));
                }
                Work.Estimate work = Work.of(function, overload);
                if (work == null) {
                    yield original;
                }
                yield function.equals("matches")
                        ? binding(original, args -> matches(definition, work, args))
                        : binding(original, args -> limited(definition, work, args));
            }
        };
    }

    /** The library calls functions of one and two arguments by other ways than the rest, so it must make their bindings. */
    private static CelFunctionBinding binding(CelFunctionBinding original, CelFunctionOverload definition) {
        String id = original.getOverloadId();
        ImmutableList<Class<?>> types = original.getArgTypes();
        return switch (types.size()) {
            case 1 -> CelFunctionBinding.from(id, types.get(0), argument -> definition.apply(new Object[] {argument}));
            case 2 ->
                CelFunctionBinding.from(
                        id, types.get(0), types.get(1), (one, two) -> definition.apply(new Object[] {one, two}));
            default -> CelFunctionBinding.from(id, types, definition);
        };
    }

    private static Object limited(CelFunctionOverload function, Work.Estimate work, Object[] args)
            throws CelEvaluationException {
        if (work.steps(args) > Work.MOST) {
            throw new LimitReached("a function was given values that are too large for it");
        }
        return function.apply(args);
    }

    /** A pattern that is no constant can be none at all. */
    private static Object matches(CelFunctionOverload function, Work.Estimate work, Object[] args)
            throws CelEvaluationException {
        try {
            return limited(function, work, args);
        } catch (CelInvalidArgumentException _) {
            throw new EvaluationRefused("`matches` was given a text that is no pattern");
        }
    }

    /** The arguments, of which one is a text that can be what the function reads. */
    private static Object[] readable(String function, Object[] args, int text) {
        if (((String) args[text]).length() > LONGEST_VALUE) {
            throw new EvaluationRefused("`" + function + "` was given a text that it cannot read");
        }
        return args;
    }

    private static Double decimal(String text) {
        if (text.length() <= LONGEST_VALUE && DECIMAL.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            if (!Double.isInfinite(number)) {
                return number;
            }
        }
        throw new EvaluationRefused("`double` was given a text that is no number");
    }

    private static Long integer(String text) {
        if (INTEGER.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException _) {
                throw new EvaluationRefused("`int` was given a number beyond 64 bits");
            }
        }
        throw new EvaluationRefused("`int` was given a text that is no integer");
    }

    private static UnsignedLong unsigned(String text) {
        if (UNSIGNED.matcher(text).matches()) {
            try {
                return UnsignedLong.valueOf(text);
            } catch (NumberFormatException _) {
                throw new EvaluationRefused("`uint` was given a number beyond 64 bits");
            }
        }
        throw new EvaluationRefused("`uint` was given a text that is no unsigned integer");
    }
}
