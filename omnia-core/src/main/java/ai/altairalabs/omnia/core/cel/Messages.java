package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in our words what the CEL checker found. */
final class Messages {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern INVALID_HAS = Pattern.compile("invalid argument to has\\(\\) macro.*", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("\\(\\s*([^\\[\\]()]+)\\[(\"[^\"]*\"|'[^']*')]\\s*\\).*");

    /** The variables that have fields of their own, as the checker names their types. */
    private static final Pattern STRUCT = Pattern.compile("omnia\\.([a-z]+)");

    private final Names names;

    /** Messages where there are these functions. */
    Messages(List<String> functions) {
        this.names = new Names(functions);
    }

    /** A problem for a message of the checker. */
    Problem problem(Spot spot, String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return names.unknown(spot, undeclared.group(1));
        }
        Matcher field = UNDEFINED_FIELD.matcher(message);
        if (field.matches()) {
            return Problem.error(
                    spot.place(), "undefined field `" + field.group(1) + "`", nearestField(field.group(1)));
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            return noOverload(spot, overload.group(1), overload.group(2));
        }
        if (INVALID_HAS.matcher(message).matches()) {
            return invalidHas(spot);
        }
        Problem syntax = SyntaxMessages.problem(spot, message);
        if (syntax != null) {
            return syntax;
        }
        if (message.startsWith("The argument must be a simple name")) {
            return Problem.error(
                    spot.place(),
                    "a macro gives each item a name, and this is none",
                    "write for example `body.items.all(item, item.price < 10.0)`");
        }
        if (message.contains("exceeds the maximum") || message.contains("recursion limit")) {
            return Problem.error(
                    spot.place(), "the expression is too long or nests too deep", "split it into several rules");
        }
        return Problem.error(
                spot.place(), message.lines().findFirst().orElse("the expression cannot be compiled"), null);
    }

    /** What to write in place of an expression of a type that is not wanted. */
    static String cure(CelType type, Program.Expected expected) {
        CelKind kind = type.kind();
        if (expected == Program.Expected.BOOL) {
            return kind == CelKind.STRING
                    ? "compare it with something, or wrap it in `bool(…)`"
                    : "compare it, or a field of it, with something, for example `body.amount > 500.0`";
        }
        return switch (kind) {
            case BYTES, DURATION, TIMESTAMP -> "wrap it in `string(…)`";
            case LIST, MAP -> "choose one element";
            case STRUCT -> "choose one field";
            default -> "write what gives a text, a number or a bool";
        };
    }

    /** A type as an author knows it. */
    static String typeName(CelType type) {
        return switch (type) {
            case ListType list -> "list(" + typeName(list.elemType()) + ")";
            case MapType map -> "map(" + typeName(map.keyType()) + ", " + typeName(map.valueType()) + ")";
            case SimpleType simple when simple.equals(SimpleType.NULL_TYPE) -> "null";
            default -> STRUCT.matcher(type.name()).replaceAll("$1");
        };
    }

    private static Problem noOverload(Spot spot, String function, String types) {
        Matcher struct = STRUCT.matcher(types);
        String advice;
        if (struct.find()) {
            String variable = struct.group(1);
            advice = Arrays.stream(Variable.values())
                    .filter(each -> each.celName().equals(variable))
                    .flatMap(each -> each.fields().keySet().stream())
                    .findFirst()
                    .map(first -> "name a field of it, such as `" + variable + "." + first + "`")
                    .orElse("name a field of it");
        } else if (List.of("_&&_", "_||_", "!_").contains(function)) {
            advice = "compare what is no bool with something";
        } else {
            advice = "convert the values first, for example with `double(…)` or `string(…)`";
        }
        return Problem.error(
                spot.startOf(function).place(),
                "`" + function.replaceAll("[_@]", " ").trim() + "` does not take "
                        + STRUCT.matcher(types).replaceAll("$1"),
                advice);
    }

    private static Problem invalidHas(Spot spot) {
        Matcher key = KEY.matcher(spot.after());
        String advice = key.matches()
                ? "write " + Words.quote(key.group(2) + " in " + key.group(1).strip())
                : "name a field, as in `has(body.amount)`; whether a key is there says `\"x-key\" in headers`";
        return Problem.error(spot.startOf("has").place(), "`has` asks for a field behind a dot", advice);
    }

    private static @Nullable String nearestField(String name) {
        List<String> fields = Arrays.stream(Variable.values())
                .flatMap(variable -> variable.fields().keySet().stream())
                .toList();
        String near = Words.nearest(name, fields);
        return near == null ? null : "write `" + near + "`";
    }
}
