package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in our words what the CEL checker found. */
final class Messages {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern UNEXPECTED = Pattern.compile(
            "(?:mismatched input|extraneous input|no viable alternative at input) '(.*?)'.*", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);

    private Messages() {}

    /** A problem for a message of the checker. */
    static Problem problem(Place place, String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return undeclared(place, undeclared.group(1));
        }
        Matcher field = UNDEFINED_FIELD.matcher(message);
        if (field.matches()) {
            return Problem.error(place, "undefined field `" + field.group(1) + "`", nearestField(field.group(1)));
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            return Problem.error(
                    place,
                    "`" + operator(overload.group(1)) + "` does not take " + overload.group(2),
                    "convert the values first, for example with `double(…)` or `string(…)`");
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.matches()) {
            String found = unexpected.group(1);
            return found.equals("<EOF>")
                    ? Problem.error(place, "the expression ends too early", null)
                    : Problem.error(place, "unexpected `" + found + "`", null);
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return Problem.error(place, "unexpected `" + token.group(1) + "`", null);
        }
        if (message.contains("exceeds the maximum") || message.contains("recursion limit")) {
            return Problem.error(place, "the expression is too long or nests too deep", "split it into several rules");
        }
        return Problem.error(place, message.lines().findFirst().orElse("the expression cannot be compiled"), null);
    }

    /** A type as an author knows it. */
    static String typeName(CelType type) {
        return switch (type) {
            case ListType list -> "list(" + typeName(list.elemType()) + ")";
            case MapType map -> "map(" + typeName(map.keyType()) + ", " + typeName(map.valueType()) + ")";
            default -> type.name();
        };
    }

    private static Problem undeclared(Place place, String name) {
        if (name.equals("lists")) {
            return Problem.error(
                    place, "`lists.range` is not available in policies", "walk a list of the call instead");
        }
        List<String> names =
                Arrays.stream(Variable.values()).map(Variable::celName).toList();
        String advice = nearest(name, names)
                .map(near -> "write `" + near + "`")
                .orElse("the variables are "
                        + names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", ")));
        return Problem.error(place, "unknown variable or function `" + name + "`", advice);
    }

    private static @Nullable String nearestField(String name) {
        List<String> fields = Arrays.stream(Variable.values())
                .flatMap(variable -> variable.fields().keySet().stream())
                .toList();
        return nearest(name, fields).map(near -> "write `" + near + "`").orElse(null);
    }

    private static Optional<String> nearest(String name, List<String> known) {
        return Optional.ofNullable(Words.nearest(name, known));
    }

    private static String operator(String function) {
        return function.replace("_", " ").trim();
    }
}
