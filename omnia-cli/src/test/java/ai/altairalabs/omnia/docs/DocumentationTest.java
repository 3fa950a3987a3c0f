package ai.altairalabs.omnia.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Compilation;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What the pages say is true of the code: links lead somewhere, manifests are accepted, commands exist. */
class DocumentationTest {
    private static final Limits LIMITS = Limits.standard(() -> 0);
    private static final Pattern URL = Pattern.compile("https?://([A-Za-z0-9.-]+)");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.])/(home|root|tmp|work|Users|opt|mnt)/");
    private static final Pattern TABLE_EXPRESSION = Pattern.compile("(?m)^\\|[^\\n]*?\\| `([^`]+)` \\|$");

    /** Hosts that a page may name: examples, this machine, and the homes of two standards. */
    private static final Pattern KNOWN_HOST = Pattern.compile(
            "(.+\\.)?example\\.com|127\\.0\\.0\\.1|localhost|.+\\.localhost\\.?|.+\\.svc\\.cluster\\.local|door|facade|tools?|HOST|cel\\.dev|semver\\.org");

    static List<Page> pages() {
        return Page.all();
    }

    @Test
    void thePagesAreFound() {
        assertThat(pages().stream().map(Page::toString))
                .contains("README.md", "docs/tutorial.md", "docs/decisions/README.md", "bench/README.md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relativeLinksLeadSomewhere(Page page) {
        for (String link : page.links()) {
            if (link.startsWith("http://") || link.startsWith("https://")) {
                continue;
            }
            String file = link.replaceFirst("#.*", "");
            Path target = file.isEmpty()
                    ? page.path()
                    : page.path().resolveSibling(file).normalize();
            assertThat(target).as("link `%s`", link).exists();
            if (link.contains("#")) {
                String anchor = link.substring(link.indexOf('#') + 1);
                assertThat(new Page(target, read(target)).anchors())
                        .as("link `%s`", link)
                        .contains(anchor);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void manifestsAreAcceptedAndCompile(Page page) {
        for (Page.Block block : page.blocks()) {
            if (!block.language().equals("yaml") || !block.text().contains("apiVersion: omnia.altairalabs.ai/")) {
                continue;
            }
            Manifests manifests = ManifestReader.read(List.of(new SourceText(page.toString(), block.text())));
            assertThat(manifests.documents()).isNotEmpty();
            assertThat(PolicySet.compile(manifests, LIMITS).problems())
                    .filteredOn(Problem::isError)
                    .extracting(Problem::render)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void jsonIsJson(Page page) {
        for (Page.Block block : page.blocks()) {
            if (block.language().equals("json")) {
                assertThatCode(() -> new JsonMapper().readTree(block.text())).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandLinesAreUnderstood(Page page) {
        for (Page.Block block : page.blocks()) {
            for (List<String> call : ShellWords.calls(block.text())) {
                CommandLine omnia = Commands.tree();
                assertThatCode(() -> omnia.parseArgs(call.toArray(String[]::new)))
                        .as("./omnia %s", String.join(" ", call))
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsAndOptionsInTheTextExist(Page page) {
        Set<String> commands = Commands.tree().getSubcommands().keySet();
        Set<String> options = Commands.options();
        for (String code : page.inlineCode()) {
            if (code.matches("(\\./)?omnia [a-z].*")) {
                assertThat(commands).as("`%s`", code).contains(code.split(" ")[1]);
            }
            if (code.matches("--[a-z].*") && page.toString().matches("docs/.*|[A-Z]+\\.md")) {
                assertThat(options).as("`%s`", code).contains(code.split("[ =]")[0]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageNamesAHostOrAPathOfSomebodysMachine(Page page) {
        assertThat(URL.matcher(page.text()).results().map(match -> match.group(1)))
                .allMatch(host -> KNOWN_HOST.matcher(host).matches());
        assertThat(MACHINE_PATH.matcher(page.text()).results().map(match -> match.group()))
                .isEmpty();
    }

    static Stream<String> expressions() {
        return Stream.of(
                        Page.of("docs/cel.md").section("Examples"),
                        Page.of("docs/policies.md").section("Expressions"))
                .flatMap(section -> TABLE_EXPRESSION.matcher(section).results())
                .map(match -> match.group(1).replace("\\|", "|"));
    }

    @Test
    void theExamplesOfExpressionsAreFound() {
        assertThat(expressions()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void examplesOfExpressionsCompile(String text) {
        SourceText source = new SourceText("page", text);
        Expression expression = new Expression(text, (line, column) -> new Place(source, line, column));

        assertThat(new CelEngine(LIMITS).rule(expression)).isInstanceOf(Compilation.Ready.class);
    }

    private static String read(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.readString(path) : "";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
