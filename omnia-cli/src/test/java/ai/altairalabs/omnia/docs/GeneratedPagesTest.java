package ai.altairalabs.omnia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.operator.desired.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands between {@code <!-- generated: NAME -->} and {@code <!-- end -->} comes from the code. With
 * {@code -Domnia.docs.write=true} the pages are written instead of compared.
 */
class GeneratedPagesTest {
    private static final Pattern REGION = Pattern.compile("(?s)(<!-- generated: ([a-z]+) -->\n)(.*?)(<!-- end -->)");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/cel.md", "docs/reference.md", "docs/kubernetes-status.md"})
    void theGeneratedPartsAreWhatTheCodeSays(String path) throws Exception {
        Page page = Page.of(path);
        Map<String, String> regions = Map.of(
                "variables", Generated.variables(),
                "limits", Generated.limits(),
                "kinds", Generated.kinds(),
                "commands", Generated.commands(),
                "reasons", GeneratedStatus.reasons(),
                "skipped", SkippedTests.table(),
                "ready", GeneratedStatus.ready());
        assertThat(REGION.matcher(page.text()).results()).isNotEmpty();

        String wanted = REGION.matcher(page.text()).replaceAll(region -> fill(region, regions));

        if (Boolean.getBoolean("omnia.docs.write")) {
            write(page, wanted);
        }
        assertThat(Page.of(path).text()).isEqualTo(wanted);
    }

    @Test
    void theReasonsOfAStatusAreExplainedOnOnePage() throws Exception {
        for (String page : List.of("docs/kubernetes.md", "docs/istio.md")) {
            String text = Page.of(page).text();
            assertThat(text).as(page).contains("](kubernetes-status.md");
            assertThat(Reason.values()).as(page).noneMatch(reason -> text.contains("\n| `" + reason.title() + "`"));
        }
    }

    private static String fill(MatchResult region, Map<String, String> regions) {
        String content = regions.get(region.group(2));
        assertThat(content).as("region `%s`", region.group(2)).isNotNull();
        return java.util.regex.Matcher.quoteReplacement(region.group(1) + "\n" + content + "\n" + region.group(4));
    }

    private static void write(Page page, String text) throws IOException {
        Files.writeString(page.path(), text);
    }
}
