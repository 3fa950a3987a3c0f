package ai.altairalabs.omnia.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.testkit.VectorCall.User;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VectorReaderTest {
    private final VectorReader reader = Vectors.reader();

    @Test
    void theTutorialSetsAreTheExamplesFiles() throws Exception {
        Path example = Vectors.DIRECTORY.resolveSibling("examples").resolve("customer-service");
        Map<String, List<String>> sets = Map.of(
                "customer-tools", List.of("customer-tools.yaml"),
                "tutorial-step-1", List.of("customer-tools.yaml", "steps/1-restrict-tools.yaml"),
                "tutorial-step-2", List.of("customer-tools.yaml", "steps/2-map-claims.yaml"),
                "tutorial-audit",
                        List.of("customer-tools.yaml", "steps/2-map-claims.yaml", "steps/3-business-rules.yaml"),
                "tutorial-enforce", List.of("customer-tools.yaml", "steps/2-map-claims.yaml", "steps/5-enforce.yaml"));
        for (Map.Entry<String, List<String>> set : sets.entrySet()) {
            StringBuilder expected = new StringBuilder();
            for (String file : set.getValue()) {
                expected.append(expected.isEmpty() ? "" : "---\n").append(Files.readString(example.resolve(file)));
            }
            assertThat(Vectors.SETS.resolve(set.getKey() + ".yaml")).hasContent(expected.toString());
        }
        try (var files = Files.list(Vectors.SETS)) {
            assertThat(files).hasSize(sets.size());
        }
        assertThat(example.resolve("support-agent-policy.yaml"))
                .hasSameTextualContentAs(example.resolve("steps/2-map-claims.yaml"));
        assertThat(example.resolve("refund-guardrails.yaml"))
                .hasSameTextualContentAs(example.resolve("steps/3-business-rules.yaml"));
    }

    @Test
    void fillsInWhatACallLeavesOut() {
        Vector vector =
                one("description: d\npolicies: customer-tools\ncall:\n  body: '{}'\nexpect:\n  outcome: permit\n");
        VectorCall call = vector.call();
        assertThat(call.agent()).isEqualTo("support-agent");
        assertThat(call.namespace()).isEqualTo("production");
        assertThat(call.request().method()).isEqualTo("POST");
        assertThat(call.request().target()).isEqualTo("/v1/refund");
        assertThat(call.request().header("content-type")).isEqualTo("application/json");
        assertThat(call.request().body()).isEqualTo(Octets.ofText("{}"));
        assertThat(call.user()).isEqualTo(new User.Nobody());
        assertThat(vector.faulty()).isFalse();
        assertThat(vector.earlier()).isEmpty();
        assertThat(vector.expect().findings()).isNull();
    }

    @Test
    void readsTokensAsJsonValues() {
        Vector vector = one("""
                description: d
                policies: customer-tools
                call:
                  token: {sub: ada, n: 7, big: 18446744073709551616, f: 0.5, yes: true, none: null, list: [a, {b: c}]}
                expect: {outcome: permit}
                """);
        Map<String, @Nullable Object> claims = new HashMap<>(Map.of(
                "sub",
                "ada",
                "n",
                7L,
                "big",
                new BigInteger("18446744073709551616"),
                "f",
                0.5,
                "yes",
                true,
                "list",
                List.of("a", Map.of("b", "c"))));
        claims.put("none", null);
        assertThat(vector.call().user()).isEqualTo(new User.Token(claims));
    }

    @Test
    void makesLongAndBinaryBodies() {
        assertThat(one(call("bodyRepeat: {before: '<', repeat: ab, times: 3, after: '>'}"))
                        .call()
                        .request()
                        .body())
                .isEqualTo(Octets.ofText("<ababab>"));
        assertThat(one(call("bodyBase64: /w==")).call().request().body()).isEqualTo(Octets.of(new byte[] {-1}));
        assertThat(one(call("{body: x, contentType: null}")).call().request().header("Content-Type"))
                .isNull();
    }

    @Test
    void saysEverythingThatIsWrongWithItsPlace() {
        assertThat(problems("""
                        description: d
                        polices: customer-tools
                        call:
                          pth: /v1/refund
                          body: {"amount": 750}
                          unknownTool: maybe
                        expect:
                          outcome: refused
                          findings:
                            - policy: p
                        """)).isEqualTo("""
                        case.yaml:1:1: error: `policies` is missing
                        description: d
                        ^
                          name a set, or write manifests after `|`
                        case.yaml:2:1: error: unknown field `polices`
                        polices: customer-tools
                        ^
                          write one of `description`, `earlier`, `policies`, `faulty`, `call`, `expect`
                        case.yaml:4:3: error: unknown field `pth`
                          pth: /v1/refund
                          ^
                          write one of `agent`, `namespace`, `session`, `requestId`, `token`, `claims`, `unknownTool`, `method`, `path`, `query`, `toolName`, `toolRegistry`, `headers`, `contentType`, `contentEncoding`, `body`, `bodyBase64`, `bodyRepeat`
                        case.yaml:5:9: error: `body` must be a text
                          body: {"amount": 750}
                                ^
                          put it in quotes, or after `|`
                        case.yaml:6:16: error: `unknownTool` cannot be `maybe`
                          unknownTool: maybe
                                       ^
                          write one of `deny`, `allow`
                        case.yaml:8:12: error: `outcome` cannot be `refused`
                          outcome: refused
                                   ^
                          write one of `permit`, `refuse`, `malformed`, `too-large`
                        case.yaml:10:7: error: `rule` is missing
                            - policy: p
                              ^""");
    }

    @Test
    void saysWhichSetsThereAre() {
        assertThat(problems("description: d\npolicies: tutorial\ncall: {}\nexpect: {outcome: permit}\n"))
                .isEqualTo("""
                        case.yaml:2:11: error: there is no set `tutorial`
                        policies: tutorial
                                  ^
                          name one of `customer-tools`, `tutorial-audit`, `tutorial-enforce`, `tutorial-step-1`, `tutorial-step-2`, or write manifests after `|`""");
    }

    @Test
    void saysWhereTheYamlEnds() {
        assertThat(problems("description: 'd\n")).startsWith("case.yaml:2:1: error: this is not YAML: ");
        assertThat(problems("a: b\n---\nc: d\n")).isEqualTo("""
                        case.yaml:1:1: error: a vector is one YAML document, not 2
                        a: b
                        ^
                          put each vector into a file of its own""");
        assertThat(
                        problems(
                                "description: d\ndescription: e\npolicies: customer-tools\ncall: {}\nexpect: {outcome: permit}\n"))
                .startsWith("case.yaml:2:1: error: the field `description` is there twice");
        assertThat(problems("text")).contains("fields are expected here");
    }

    private static String call(String call) {
        return "description: d\npolicies: customer-tools\ncall: "
                + (call.startsWith("{") ? call : "\n  " + call)
                + "\nexpect: {outcome: permit}\n";
    }

    private Vector one(String yaml) {
        VectorReader.Result result = reader.read("case", new SourceText("case.yaml", yaml));
        assertThat(result.problems()).extracting(Problem::render).isEmpty();
        return result.vectors().getFirst();
    }

    private String problems(String yaml) {
        VectorReader.Result result = reader.read("case", new SourceText("case.yaml", yaml));
        assertThat(result.vectors()).isEmpty();
        return String.join("\n", result.problems().stream().map(Problem::render).toList());
    }
}
