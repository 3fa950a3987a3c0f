package ai.altairalabs.omnia.docs;

import ai.altairalabs.omnia.realparts.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tests are skipped where a real part is missing: those whose source comes to it, through whatever helpers. */
final class SkippedTests {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root", "."));
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern TYPE = Pattern.compile("\\b[A-Z]\\w+\\b");

    /** What each class of the tests and of the real parts names, without comments. */
    private final Map<String, String> sources = new HashMap<>();

    private final Map<String, Set<String>> named = new HashMap<>();

    private SkippedTests() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            modules.map(module -> module.resolve("src/test/java")).forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        read(ROOT.resolve("real-parts/src/main/java"));
        sources.remove(Part.class.getSimpleName());
        sources.forEach((name, text) -> named.put(
                name, TYPE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet())));
    }

    private void read(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, COMMENT.matcher(Files.readString(file)).replaceAll(""), String::concat);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> of(Part part) {
        Pattern use = Pattern.compile("\\bPart\\." + part.name() + "\\b");
        Set<String> reached = new HashSet<>();
        sources.forEach((name, text) -> {
            if (use.matcher(text).find()) {
                reached.add(name);
            }
        });
        boolean more = !reached.isEmpty();
        while (more) {
            more = false;
            for (Map.Entry<String, Set<String>> each : named.entrySet()) {
                more |= each.getValue().stream().anyMatch(reached::contains) && reached.add(each.getKey());
            }
        }
        return reached.stream().filter(name -> name.endsWith("Test")).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The table: parts that the same tests need stand together. */
    static String table() {
        SkippedTests tests = new SkippedTests();
        Map<Set<String>, Set<String>> parts = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            parts.computeIfAbsent(tests.of(part), _ -> new TreeSet<>()).add(part.program());
        }
        StringBuilder table =
                new StringBuilder("| where this is missing | these are skipped, whole or in part |\n|---|---|\n");
        parts.forEach((skipped, programs) -> table.append("| ")
                .append(quoted(programs))
                .append(" | ")
                .append(quoted(skipped))
                .append(" |\n"));
        return table.toString();
    }

    private static String quoted(Set<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
