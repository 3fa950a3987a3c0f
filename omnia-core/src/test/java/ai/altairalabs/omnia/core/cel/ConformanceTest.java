package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.SpecificationRun.Outcome;
import ai.altairalabs.omnia.realparts.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The conformance tests of the CEL specification, run in the environment of policies. What is otherwise than they say is
 * named, with its reason, in {@code vectors/cel-conformance/deviations.yaml}; the count is published on a page, which
 * {@code -Domnia.docs.write=true} writes anew.
 */
class ConformanceTest {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root"));
    private static final Path DEVIATIONS = ROOT.resolve("vectors/cel-conformance/deviations.yaml");
    private static final Path PAGE = ROOT.resolve("docs/cel-conformance.md");

    /** Tests that deviate for one reason; a pattern that ends in {@code *} stands for a whole section. */
    private record Named(String reason, List<String> patterns) {
        boolean names(String id) {
            return patterns.stream().anyMatch(pattern -> matches(pattern, id));
        }

        static boolean matches(String pattern, String id) {
            return pattern.endsWith("/*")
                    ? id.startsWith(pattern.substring(0, pattern.length() - 1))
                    : id.equals(pattern);
        }
    }

    private record Ran(String id, Outcome outcome) {
        String file() {
            return id.substring(0, id.indexOf('/'));
        }
    }

    @Test
    void deviatesFromTheSpecificationAsNamedAndNotOtherwise() throws Exception {
        SpecificationCase.Suite suite = SpecificationCase.read(Part.CEL_SPEC.require());
        SpecificationRun run = new SpecificationRun(suite);
        List<Ran> ran = suite.tests().stream()
                .map(test -> new Ran(test.id(), run.outcome(test)))
                .toList();
        assertThat(ran).hasSizeGreaterThan(2_000);

        List<Named> named = named();
        List<String> unnamed = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        for (Ran test : ran) {
            boolean isNamed = named.stream().anyMatch(reason -> reason.names(test.id()));
            if (test.outcome() instanceof Outcome.Deviates deviates && !isNamed) {
                unnamed.add(test.id() + ": " + deviates.how());
            } else if (test.outcome() instanceof Outcome.Passed && isNamed) {
                stale.add(test.id());
            }
        }
        assertThat(unnamed).as("deviations that are not named").isEmpty();
        assertThat(stale).as("named deviations that pass").isEmpty();
        for (Named reason : named) {
            for (String pattern : reason.patterns()) {
                assertThat(ran).as(pattern).anyMatch(test -> Named.matches(pattern, test.id()));
            }
        }

        String page = page(ran, named);
        if (Boolean.getBoolean("omnia.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static List<Named> named() throws IOException {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DEVIATIONS));
        List<Named> named = new ArrayList<>();
        for (Object entry : (List<?>) document) {
            Map<?, ?> fields = (Map<?, ?>) entry;
            List<String> patterns = ((List<?>) Objects.requireNonNull(fields.get("tests")))
                    .stream().map(String.class::cast).toList();
            named.add(new Named((String) Objects.requireNonNull(fields.get("reason")), patterns));
        }
        return named;
    }

    private static String page(List<Ran> ran, List<Named> named) {
        StringBuilder page =
                new StringBuilder("""
                # CEL: what the specification's tests say

                The specification of CEL comes with conformance tests (`tests/simple/testdata` of `cel.dev/expr` %s). Each of
                them runs in the environment that policies get: the same functions, macros, options and limits, under the same
                meter, which here reads a clock that stands still. What a test declares (variables, functions, message types,
                a container) is put on top. Where an expression has a direct way to its value beside cel-java's (see
                [decision 0020](decisions/0020-direct-evaluation.md)), both must agree.

                A test writes this page and fails when a count changes, when something deviates that is not named below, or
                when something that is named does not. To run it, `real-parts/build cel-spec` once, then:

                ```bash
                mvn -q -pl omnia-core -am test -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false
                ```

                | tests of | run | passed | of them also directly | deviating |
                |---|---|---|---|---|
                """.formatted(Part.CEL_SPEC.version().orElseThrow()));
        Map<String, List<Ran>> files =
                ran.stream().collect(Collectors.groupingBy(Ran::file, TreeMap::new, Collectors.toList()));
        files.forEach((file, tests) -> page.append(row("`" + file + "`", tests)));
        page.append(row("**all**", ran));
        page.append("""

                ## What deviates, and why

                | tests | which | why |
                |---|---|---|
                """);
        for (Named reason : named) {
            long count = ran.stream().filter(test -> reason.names(test.id())).count();
            String tests = reason.patterns().stream().map(id -> "`" + id + "`").collect(Collectors.joining(", "));
            page.append("| %s | %s | %s |\n".formatted(count, tests, reason.reason()));
        }
        return page.toString();
    }

    private static String row(String what, List<Ran> ran) {
        long passed = ran.stream()
                .filter(test -> test.outcome() instanceof Outcome.Passed)
                .count();
        long directly = ran.stream()
                .filter(test -> test.outcome() instanceof Outcome.Passed passing && passing.directly())
                .count();
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d |\n",
                what,
                ran.size(),
                passed,
                directly,
                ran.size() - passed);
    }
}
