package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what a name that means nothing was probably to be. */
final class Names {
    private static final Pattern CALLED = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*\\(.*");
    private static final Pattern MEMBER = Pattern.compile("\\s*\\.\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*\\(.*");
    private static final Pattern OWNER = Pattern.compile("(?:.*[^A-Za-z0-9_.])?(([a-z]+[0-9]*)\\.)");

    /** What other languages call what CEL has under another name. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("True", "true"),
            Map.entry("False", "false"),
            Map.entry("None", "null"),
            Map.entry("nil", "null"),
            Map.entry("undefined", "null"),
            Map.entry("lower", "lowerAscii"),
            Map.entry("toLowerCase", "lowerAscii"),
            Map.entry("upper", "upperAscii"),
            Map.entry("toUpperCase", "upperAscii"),
            Map.entry("len", "size"),
            Map.entry("length", "size"),
            Map.entry("count", "size"),
            Map.entry("includes", "contains"),
            Map.entry("any", "exists"),
            Map.entry("some", "exists"),
            Map.entry("every", "all"),
            Map.entry("strip", "trim"),
            Map.entry("float", "double"),
            Map.entry("number", "double"),
            Map.entry("str", "string"),
            Map.entry("math.max", "math.greatest"),
            Map.entry("math.min", "math.least"),
            Map.entry("regex", "matches"),
            Map.entry("match", "matches"));

    private final List<String> functions;
    private final List<String> variables =
            Arrays.stream(Variable.values()).map(Variable::celName).toList();

    /** Names where there are these functions, those of a library with its name before them. */
    Names(List<String> functions) {
        this.functions = List.copyOf(functions);
    }

    Problem unknown(Spot found, String name) {
        Spot spot = found.startOf(name);
        Problem ofLibrary = ofLibrary(spot, name);
        if (ofLibrary != null) {
            return ofLibrary;
        }
        boolean called =
                spot.after().startsWith(name) && CALLED.matcher(spot.after()).matches();
        String near = ELSEWHERE.get(name);
        if (near == null) {
            near = Words.nearest(name, called ? plain() : variables);
        }
        String advice = near != null
                ? "write `" + near + "`"
                : called ? "the functions stand in `docs/cel.md`" : "the variables are " + Words.allOf(variables);
        return Problem.error(spot.place(), "unknown variable or function " + Words.quote(name), advice);
    }

    /** A function that a library does not have; the checker reports the library's name and the function's. */
    private @Nullable Problem ofLibrary(Spot spot, String name) {
        Matcher owner = OWNER.matcher(spot.before());
        Matcher member = MEMBER.matcher(spot.after().substring(spot.after().startsWith(name) ? name.length() : 0));
        if (owner.matches() && isLibrary(owner.group(2))) {
            return ofLibrary(spot.back(owner.group(1).length()), owner.group(2), name);
        }
        return isLibrary(name) && member.matches() ? ofLibrary(spot, name, member.group(1)) : null;
    }

    private Problem ofLibrary(Spot spot, String library, String function) {
        String full = library + "." + function;
        if (full.equals("lists.range")) {
            return Problem.error(
                    spot.place(), "`lists.range` is not available in policies", "walk a list of the call instead");
        }
        List<String> own = functions.stream()
                .filter(each -> each.startsWith(library + "."))
                .toList();
        String near = ELSEWHERE.getOrDefault(full, Words.nearest(full, own));
        return Problem.error(
                spot.place(),
                "unknown function " + Words.quote(full),
                near != null ? "write `" + near + "`" : "those of `" + library + "` are " + Words.allOf(own));
    }

    private boolean isLibrary(String name) {
        return name.equals("lists") || functions.stream().anyMatch(each -> each.startsWith(name + "."));
    }

    private List<String> plain() {
        return functions.stream().filter(each -> each.indexOf('.') < 0).toList();
    }
}
