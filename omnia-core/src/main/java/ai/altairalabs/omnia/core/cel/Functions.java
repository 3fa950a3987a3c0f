package ai.altairalabs.omnia.core.cel;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOptions;
import dev.cel.common.exceptions.CelInvalidArgumentException;
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
import java.util.regex.Pattern;

/**
 * The functions that stand in for cel-java's own: conversions of text that take a number only as CEL writes one, and
 * functions whose work or result can be the product of their arguments, with a bound on it.
 */
final class Functions {
    /** Standard functions that are replaced here. */
    static final Set<String> REPLACED = Set.of("double", "int", "uint", "matches", "contains");

    /** The most that one call may do, as the product of the sizes of its arguments. */
    private static final long MAX_PRODUCT = 1L << 20;

    /** How many of those steps a comparison of two characters is worth, turned round. */
    private static final long COMPARISONS_A_STEP = 8;

    /** How many of those steps one piece of a text, or one item that is put in its place, is worth. */
    private static final long A_PIECE = 32;

    /** How many of those steps one step of a regular expression's automaton is worth. */
    private static final long A_STATE = 2;

    private static final Pattern DECIMAL = Pattern.compile("-?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,20}");

    private Functions() {}

    /** The replaced standard functions. */
    static List<CelFunctionBinding> standard(CelOptions options) {
        return regroup(
                CelStandardFunctions.newBuilder().build().newFunctionBindings(equality(options), options), REPLACED);
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
        CelFunctionOverload replaced = switch (original.getOverloadId()) {
            case "string_to_double" -> args -> decimal((String) args[0]);
            case "string_to_int64" -> args -> integer((String) args[0]);
            case "string_to_uint64" -> args -> unsigned((String) args[0]);
            default ->
                switch (function) {
                    case "matches" -> args -> matches(definition, args);
                    case "contains", "indexOf", "lastIndexOf" ->
                        args -> call(definition, args, searchSize((String) args[0], (String) args[1]));
                    case "split" -> args -> call(definition, args, splitSize((String) args[0], (String) args[1]));
                    case "replace" ->
                        args -> call(
                                definition, args, replaceSize((String) args[0], (String) args[1], (String) args[2]));
                    case "sort" -> args -> call(definition, args, sortSize(args[0]));
                    case "join" -> args -> call(definition, args, joinSize(args));
                    case "sets.contains", "sets.equivalent", "sets.intersects" ->
                        args -> call(definition, args, length(args[0]) * length(args[1]));
                    case "distinct" -> args -> call(definition, args, length(args[0]) * length(args[0]));
                    case "flatten" -> args -> call(definition, args, A_PIECE * flatSize(args[0], MAX_PRODUCT));
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
            throw new LimitReached("a function was given values that are too large for it");
        }
        return function.apply(args);
    }

    /** A pattern that is no constant can be none at all. */
    private static Object matches(CelFunctionOverload function, Object[] args) throws CelEvaluationException {
        long size = matchSize((String) args[0], (String) args[1]);
        try {
            return call(function, args, size);
        } catch (CelInvalidArgumentException _) {
            throw new EvaluationRefused("`matches` was given a text that is no pattern");
        }
    }

    private static long length(Object value) {
        return switch (value) {
            case String text -> text.length() + 1L;
            case List<?> list -> list.size() + 1L;
            default -> 1;
        };
    }

    /** Steps of the automaton: for each character of the text as many as the expression has parts, at most. */
    private static long matchSize(String text, String expression) {
        return Math.min(MAX_PRODUCT, PatternSize.of(expression)) * length(text) * A_STATE;
    }

    private static long searchSize(String text, String sought) {
        return TextSearch.comparisons(text, sought) / COMPARISONS_A_STEP;
    }

    /** Each piece is a text of its own. */
    private static long splitSize(String text, String separator) {
        long search = searchSize(text, separator);
        return search > MAX_PRODUCT ? search : search + A_PIECE * TextSearch.occurrences(text, separator);
    }

    private static long replaceSize(String text, String sought, String replacement) {
        long search = searchSize(text, sought);
        return search > MAX_PRODUCT
                ? search
                : search + length(text) + TextSearch.occurrences(text, sought) * (A_PIECE + replacement.length());
    }

    private static long sortSize(Object list) {
        long size = length(list);
        return A_PIECE * size * (Long.SIZE - Long.numberOfLeadingZeros(size));
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
