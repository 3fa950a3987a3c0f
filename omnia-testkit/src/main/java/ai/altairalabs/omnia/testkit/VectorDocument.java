package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.testkit.Expectation.Finding;
import ai.altairalabs.omnia.testkit.Expectation.Verdict;
import ai.altairalabs.omnia.testkit.Outcome.Effect;
import ai.altairalabs.omnia.testkit.VectorCall.Request;
import ai.altairalabs.omnia.testkit.VectorCall.User;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns one YAML document into a vector. */
final class VectorDocument {
    static final List<String> FIELDS = List.of("description", "earlier", "policies", "faulty", "call", "expect");
    static final List<String> CALL_FIELDS = List.of(
            "agent",
            "namespace",
            "session",
            "requestId",
            "token",
            "claims",
            "unknownTool",
            "method",
            "path",
            "query",
            "toolName",
            "toolRegistry",
            "headers",
            "contentType",
            "contentEncoding",
            "body",
            "bodyBase64",
            "bodyRepeat");
    static final List<String> EXPECT_FIELDS =
            List.of("outcome", "rule", "message", "headers", "withoutHeaders", "findings", "logged");
    static final List<String> FINDING_FIELDS = List.of("policy", "rule", "effect", "mode", "message", "failed");
    static final List<String> REPEAT_FIELDS = List.of("before", "repeat", "times", "after");
    private static final int LARGEST_BODY = 64 << 20;

    private final SourceText source;
    private final Map<String, SourceText> sets;
    private final List<Problem> problems;

    VectorDocument(SourceText source, Map<String, SourceText> sets, List<Problem> problems) {
        this.source = source;
        this.sets = sets;
        this.problems = problems;
    }

    Vector read(String name, Node document) {
        YamlFields fields = new YamlFields(source, problems, document, FIELDS);
        String description = fields.required("description");
        if (description.contains("\n")) {
            fields.problem(fields.node("description"), "the description must be one line", null);
        }
        return new Vector(
                name,
                source,
                description,
                policies(name, fields, "earlier"),
                policies(name, fields, "policies"),
                Boolean.TRUE.equals(fields.flag("faulty")),
                call(inner(fields, "call", CALL_FIELDS)),
                expectation(inner(fields, "expect", EXPECT_FIELDS)));
    }

    private YamlFields inner(YamlFields fields, String name, List<String> known) {
        return fields.inner(name, known).orElseGet(() -> {
            fields.problem(null, "`" + name + "` is missing", null);
            return YamlFields.empty(source);
        });
    }

    List<SourceText> policies(String name, YamlFields fields, String field) {
        Node node = fields.node(field);
        if (node == null) {
            if (field.equals("policies")) {
                fields.problem(null, "`policies` is missing", "name a set, or write manifests after `|`");
            }
            return List.of();
        }
        List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        List<SourceText> texts = new ArrayList<>();
        for (Node one : nodes) {
            String text = fields.text(one, field);
            if (text == null) {
                continue;
            }
            if (text.contains("\n")) {
                texts.add(new SourceText(name + "-" + field + "-" + (texts.size() + 1) + ".yaml", text));
            } else if (sets.containsKey(text)) {
                texts.add(sets.get(text));
            } else {
                fields.problem(
                        one,
                        "there is no set `" + text + "`",
                        "name one of `"
                                + String.join(
                                        "`, `", sets.keySet().stream().sorted().toList())
                                + "`, or write manifests after `|`");
            }
        }
        return texts;
    }

    private VectorCall call(YamlFields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        putIfThere(headers, "X-Omnia-Tool-Name", fields.text("toolName"));
        putIfThere(headers, "X-Omnia-Tool-Registry", fields.text("toolRegistry"));
        Octets body = body(fields);
        if (fields.has("contentType")) {
            putIfThere(headers, "Content-Type", fields.text("contentType"));
        } else if (body.length() > 0) {
            headers.put("Content-Type", "application/json");
        }
        putIfThere(headers, "Content-Encoding", fields.text("contentEncoding"));
        headers.putAll(fields.texts("headers"));
        return new VectorCall(
                fields.text("agent", "support-agent"),
                fields.text("namespace", "production"),
                fields.text("session", ""),
                fields.text("requestId", "request-1"),
                user(fields),
                fields.word("unknownTool", List.of("deny", "allow")).equals("allow")
                        ? UnknownTool.ALLOW
                        : UnknownTool.DENY,
                new Request(
                        fields.text("method", "POST"),
                        fields.text("path", "/v1/refund"),
                        fields.text("query"),
                        headers,
                        body));
    }

    private static void putIfThere(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private User user(YamlFields fields) {
        Node token = fields.node("token");
        if (token != null && fields.has("claims")) {
            fields.problem(token, "a call has a `token` or `claims`, not both", null);
        }
        if (token != null && YamlValue.of(token) instanceof Map<?, ?> claims) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            claims.forEach((key, value) -> copy.put((String) key, value));
            return new User.Token(copy);
        }
        if (!fields.has("claims")) {
            return new User.Nobody();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        fields.texts("claims").forEach((claim, text) -> headers.put("X-Omnia-Claim-" + claim, text));
        return new User.Claims(headers);
    }

    private Octets body(YamlFields fields) {
        String base64 = fields.text("bodyBase64");
        if (base64 != null) {
            try {
                return Octets.of(Base64.getMimeDecoder().decode(base64));
            } catch (IllegalArgumentException e) {
                fields.problem(fields.node("bodyBase64"), "this is not base64", null);
            }
        }
        if (fields.has("bodyRepeat")) {
            return repeated(inner(fields, "bodyRepeat", REPEAT_FIELDS));
        }
        return Octets.ofText(fields.text("body", ""));
    }

    private static Octets repeated(YamlFields fields) {
        String repeat = fields.required("repeat");
        String times = fields.required("times");
        if (!times.matches("[0-9]{1,8}") || (long) Integer.parseInt(times) * repeat.length() > LARGEST_BODY) {
            fields.problem(fields.node("times"), "`times` makes no body of at most 64 MiB", null);
            return Octets.NONE;
        }
        return Octets.ofText(
                fields.text("before", "") + repeat.repeat(Integer.parseInt(times)) + fields.text("after", ""));
    }

    private Expectation expectation(YamlFields fields) {
        fields.required("outcome");
        Verdict verdict = oneOf(fields, "outcome", Verdict.values(), Verdict::word);
        boolean any = fields.node("findings") instanceof ScalarNode scalar
                && scalar.getValue().equals("any");
        return new Expectation(
                verdict,
                fields.text("rule"),
                fields.text("message"),
                fields.texts("headers"),
                names(fields),
                any || !fields.has("findings") ? null : findings(fields),
                any,
                fields.flag("logged"));
    }

    private static Set<String> names(YamlFields fields) {
        Set<String> names = new HashSet<>();
        for (Node node : fields.items("withoutHeaders")) {
            String name = fields.text(node, "withoutHeaders");
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private List<Finding> findings(YamlFields fields) {
        List<Finding> findings = new ArrayList<>();
        for (Node node : fields.items("findings")) {
            YamlFields finding = new YamlFields(source, problems, node, FINDING_FIELDS);
            findings.add(new Finding(
                    finding.text("policy", ""),
                    finding.required("rule"),
                    oneOf(finding, "effect", Effect.values(), Effect::word),
                    finding.text("mode"),
                    finding.text("message"),
                    finding.flag("failed")));
        }
        return findings;
    }

    private static <E> E oneOf(YamlFields fields, String name, E[] values, Function<E, String> word) {
        String chosen = fields.word(name, Arrays.stream(values).map(word).toList());
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(chosen))
                .findFirst()
                .orElseThrow();
    }
}
