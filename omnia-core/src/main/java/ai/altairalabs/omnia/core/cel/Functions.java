package ai.altairalabs.omnia.core.cel;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOptions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelInternalRuntimeLibrary;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.InternalCelFunctionBinding;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions that stand in for cel-java's own: conversions of text that take a number only as CEL writes one, and
 * functions whose work or result can be the product of their arguments, with a bound on it.
 */
final class Functions {
    /** Standard functions that are replaced here. */
    static final Set<String> REPLACED = Set.of("double", "int", "uint", "matches");

    /** The most that one call may do, as the product of the sizes of its arguments. */
    private static final long MAX_PRODUCT = 1L << 20;

    private static final Pattern DECIMAL = Pattern.compile("-?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern REPEAT = Pattern.compile("\\{([0-9]+)(?:,([0-9]+)?)?}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,20}");

    private Functions() {}

    /** The replaced standard functions. */
    static List<CelFunctionBinding> standard(CelOptions options) {
        return regroup(
                CelStandardFunctions.newBuilder().build().newFunctionBindings(equality(options), options), REPLACED);
    }

    /** The functions of a library, each with its bound. */
    static List<CelFunctionBinding> of(CelRuntimeLibrary library, CelOptions options) {
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
        if (library instanceof CelInternalRuntimeLibrary internal) {
            internal.setRuntimeOptions(collector, equality(options), options);
        } else {
            library.setRuntimeOptions(collector);
        }
        return regroup(bindings, Set.of());
    }

    private static RuntimeEquality equality(CelOptions options) {
        return RuntimeEquality.create(RuntimeHelpers.create(), options);
    }

    /** Puts bounds on the overloads, and joins them to functions again. */
    private static List<CelFunctionBinding> regroup(Iterable<CelFunctionBinding> bindings, Set<String> only) {
        Map<String, List<CelFunctionBinding>> functions = new LinkedHashMap<>();
        for (CelFunctionBinding binding : bindings) {
            String function = binding instanceof InternalCelFunctionBinding internal
                    ? internal.getFunctionName()
                    : binding.getOverloadId();
            boolean dispatcher = binding.getOverloadId().equals(function)
                    && binding.getArgTypes().isEmpty();
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
        CelFunctionOverload replaced = switch (original.getOverloadId()) {
            case "string_to_double" -> args -> decimal((String) args[0]);
            case "string_to_int64" -> args -> integer((String) args[0]);
            case "string_to_uint64" -> args -> unsigned((String) args[0]);
            default ->
                switch (function) {
                    case "matches" ->
                        args -> call(definition, args, length(args[0]) * length(args[1]) + repeats((String) args[1]));
                    case "replace" -> args -> call(definition, args, replaceSize(args));
                    case "join" -> args -> call(definition, args, joinSize(args));
                    case "sets.contains", "sets.equivalent", "sets.intersects" ->
                        args -> call(definition, args, length(args[0]) * length(args[1]));
                    case "distinct" -> args -> call(definition, args, length(args[0]) * length(args[0]));
                    case "flatten" -> args -> call(definition, args, flatSize(args[0], MAX_PRODUCT));
                    default -> definition;
                };
        };
        return definition.equals(replaced) ? original : binding(original, replaced);
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

    private static Object call(CelFunctionOverload function, Object[] args, long size) throws CelEvaluationException {
        if (size > MAX_PRODUCT) {
            throw new EvaluationRefused("a function was given values that are too large for it");
        }
        return function.apply(args);
    }

    private static long length(Object value) {
        return switch (value) {
            case String text -> text.length() + 1L;
            case List<?> list -> list.size() + 1L;
            default -> 1;
        };
    }

    /**
     * A bound on how long an expression becomes when its repetitions are written out: the library does that before it
     * counts. Repetitions multiply when they are nested, and are taken to be.
     */
    private static long repeats(String expression) {
        long product = 1;
        Matcher bound = REPEAT.matcher(expression);
        while (bound.find() && product <= MAX_PRODUCT) {
            String most = bound.group(2) == null ? bound.group(1) : bound.group(2);
            product *= most.length() > 4 ? MAX_PRODUCT : Math.max(1, Long.parseLong(most));
        }
        return product;
    }

    private static long replaceSize(Object[] args) {
        long text = length(args[0]);
        long searched = ((String) args[1]).length();
        return text + (text / Math.max(1, searched) + 1) * length(args[2]);
    }

    private static long joinSize(Object[] args) {
        long size = 0;
        for (Object item : (List<?>) args[0]) {
            size += length(item) + (args.length > 1 ? length(args[1]) : 0);
        }
        return size;
    }

    private static long flatSize(Object value, long limit) {
        if (!(value instanceof List<?> list)) {
            return 1;
        }
        long size = 1;
        for (Object item : list) {
            size += flatSize(item, limit - size);
            if (size > limit) {
                return size;
            }
        }
        return size;
    }

    private static Double decimal(String text) {
        if (text.length() <= 64 && DECIMAL.matcher(text).matches()) {
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
