package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExpressionOriginTest {
    private static final String HEAD = """
            # é in front
            ---
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata: {name: p}
            spec:
              selector: {registry: r}
              rules:
                - name: a
                  deny:
                    message: m
            """;
    private static final int LINE = 12;
    private static final String KEY = "        cel: ";

    /** Reads the expression of a policy whose {@code cel} is written so. */
    private static Expression read(String scalar) {
        SourceText source = new SourceText("p.yaml", HEAD + KEY + scalar + "\n");
        Manifests manifests = ManifestReader.read(List.of(source));
        assertThat(manifests.problems()).isEmpty();
        return ((ToolPolicy) manifests.resources().getFirst())
                .rules()
                .getFirst()
                .cel();
    }

    /** Where a piece of the expression stands: by its first occurrence in the expression. */
    private static String at(Expression expression, String piece) {
        String before = expression.text().substring(0, expression.text().indexOf(piece));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        Place place = expression.origin().at(line, column);
        return (place.line() - LINE) + ":" + place.column();
    }

    @Test
    void plain() {
        Expression e = read("body.a == body.b");
        assertThat(at(e, "body.a")).isEqualTo("0:14");
        assertThat(at(e, "body.b")).isEqualTo("0:24");
        assertThat(e.origin().at(1, 17).column()).isEqualTo(30);
        assertThat(e.origin().at(1, 99).column()).isEqualTo(30);
    }

    @Test
    void singleQuotes() {
        Expression e = read("'body.a == ''😀'' && body.b'");
        assertThat(e.text()).isEqualTo("body.a == '😀' && body.b");
        assertThat(at(e, "body.a")).isEqualTo("0:15");
        assertThat(at(e, "'😀")).isEqualTo("0:25");
        assertThat(at(e, "😀")).isEqualTo("0:27");
        assertThat(at(e, "body.b")).isEqualTo("0:34");
    }

    @Test
    void doubleQuotes() {
        Expression e = read("\"body.a == \\\"\\u0041\\\" &&\\tbody.b\"");
        assertThat(e.text()).isEqualTo("body.a == \"A\" &&\tbody.b");
        assertThat(at(e, "A")).isEqualTo("0:27");
        assertThat(at(e, "&&")).isEqualTo("0:36");
        assertThat(at(e, "body.b")).isEqualTo("0:40");
    }

    @Test
    void doubleQuotesWithEscapedLineBreak() {
        Expression e = read("\"body.a \\\n            == body.b\n\n          && body.c\"");
        assertThat(e.text()).isEqualTo("body.a == body.b\n&& body.c");
        assertThat(at(e, "== body.b")).isEqualTo("1:13");
        assertThat(at(e, "body.c")).isEqualTo("3:14");
    }

    @Test
    void literal() {
        Expression e = read("|\n          body.a\n            && body.b\n\n          || body.c");
        assertThat(e.text()).isEqualTo("body.a\n  && body.b\n\n|| body.c\n");
        assertThat(at(e, "body.a")).isEqualTo("1:11");
        assertThat(at(e, "body.b")).isEqualTo("2:16");
        assertThat(at(e, "body.c")).isEqualTo("4:14");
    }

    @Test
    void literalWithIndentationIndicator() {
        Expression e = read("|2- # two\n            body.a\n          && body.b");
        assertThat(e.text()).isEqualTo("  body.a\n&& body.b");
        assertThat(at(e, "body.a")).isEqualTo("1:13");
        assertThat(at(e, "body.b")).isEqualTo("2:14");
    }

    @Test
    void folded() {
        Expression e = read(">-\n          body.a\n          && body.b\n\n            || body.c\n          || body.d");
        assertThat(e.text()).isEqualTo("body.a && body.b\n\n  || body.c\n|| body.d");
        assertThat(at(e, "body.a")).isEqualTo("1:11");
        assertThat(at(e, "body.b")).isEqualTo("2:14");
        assertThat(at(e, "body.c")).isEqualTo("4:16");
        assertThat(at(e, "body.d")).isEqualTo("5:14");
    }

    @Test
    void plainOverLines() {
        Expression e = read("body.a\n          && body.b\n\n          && body.c");
        assertThat(e.text()).isEqualTo("body.a && body.b\n&& body.c");
        assertThat(at(e, "body.b")).isEqualTo("1:14");
        assertThat(at(e, "body.c")).isEqualTo("3:14");
    }

    @Test
    void behindAnAnchor() {
        assertThat(at(read("&x 'body.a'"), "a")).isEqualTo("0:23");
    }

    @Test
    void windowsLineEnds() {
        Expression e = read("|\r\n          body.a\r\n          && body.b\r");
        assertThat(e.text()).isEqualTo("body.a\n&& body.b\n");
        assertThat(at(e, "body.b")).isEqualTo("2:14");
    }

    /** Whatever the style, the character at the place is the character of the expression. */
    @Property(tries = 400)
    void everyCharacterIsWhereThePlaceSays(@ForAll("expressions") String text) {
        String block = "\n          " + text.replace("\n", "\n          ");
        for (String scalar : List.of("|-" + block, "|" + block, "|+" + block, ">-" + block)) {
            check(read(scalar));
        }
        String single = text.replace("'", "''");
        check(read("'" + single.replace("\n", "\n          ") + "'"));
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        check(read('"' + escaped + '"'));
    }

    private static void check(Expression expression) {
        int line = 1;
        int column = 1;
        for (int point : expression.text().codePoints().toArray()) {
            Place place = expression.origin().at(line, column);
            if (point == '\n') {
                line++;
                column = 1;
                continue;
            }
            column++;
            int[] raw = place.source().line(place.line()).codePoints().toArray();
            boolean folded = point == ' ' && place.column() > raw.length;
            int at = place.column() - 1;
            boolean escaped = at + 1 < raw.length && (raw[at] == '\\' || raw[at] == '\'') && raw[at + 1] == point;
            assertThat(folded || escaped || raw[at] == point)
                    .as("%s in %s", place, expression.text())
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> words = Arbitraries.of("body.a", "&&", "==", "'x'", "\"y\"", "\\d", "é", "😀", "#", ":", "{");
        Arbitrary<String> lines = words.list().ofMinSize(1).ofMaxSize(4).map(each -> "z" + String.join(" ", each));
        return lines.list().ofMinSize(1).ofMaxSize(4).map(each -> String.join("\n", each));
    }
}
