package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.testkit.Attack.AtTool;
import ai.altairalabs.omnia.testkit.Attack.Audited;
import ai.altairalabs.omnia.testkit.Attack.DoorKind;
import ai.altairalabs.omnia.testkit.Attack.Expected;
import ai.altairalabs.omnia.testkit.Attack.Group;
import ai.altairalabs.omnia.testkit.Attack.Mode;
import ai.altairalabs.omnia.testkit.Attack.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads attacks: files in, cases or all their problems out. */
public final class AttackReader {
    private static final List<String> FIELDS = List.of(
            "description",
            "source",
            "group",
            "policies",
            "files",
            "problem",
            "mode",
            "agent",
            "token",
            "request",
            "answers",
            "notAt",
            "expect");
    private static final List<String> TOKEN_FIELDS = List.of("header", "claims", "without", "times", "signature");
    private static final List<String> SIGNATURES =
            List.of("good", "stranger", "public-key-as-secret", "none", "of-other-claims");
    private static final List<String> EXPECT_FIELDS = List.of(
            "status", "rule", "tool", "body", "headers", "withoutHeaders", "answers", "audit", "nowhere", "unrecorded");
    private static final List<String> FOUND_FIELDS = List.of("decision", "policy", "rule", "error");
    private static final List<String> REFUSED_FIELDS = List.of("refused", "reason", "request", "message");
    private static final List<String> OCTETS_FIELDS = List.of("base64", "repeat", "times");
    private static final int LARGEST = 64 << 20;
    private static final int FIRST_REFUSAL = 400;

    private final Map<String, SourceText> sets;

    private AttackReader(Map<String, SourceText> sets) {
        this.sets = sets;
    }

    /** What was read: the faultless attacks by name, and all problems. */
    public record Result(List<Attack> attacks, List<Problem> problems) {
        public Result {
            attacks = List.copyOf(attacks);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads every {@code .yaml} file in a directory.
     *
     * @param setsDirectory of the sets that the files may name
     * @throws IOException when a file cannot be read
     */
    public static Result readAll(Path directory, Path setsDirectory) throws IOException {
        AttackReader reader = new AttackReader(VectorReader.sets(setsDirectory));
        List<Attack> attacks = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : VectorReader.filesIn(directory)) {
            SourceText source = VectorReader.textOf(file);
            List<Problem> own = new ArrayList<>();
            VectorReader.compose(source, own).ifPresent(node -> {
                Attack attack = reader.new Reading(source, own).read(VectorReader.nameOf(file), node);
                if (own.isEmpty()) {
                    attacks.add(attack);
                }
            });
            problems.addAll(own);
        }
        return new Result(attacks, problems);
    }

    /** One file being read. */
    private final class Reading {
        private final SourceText source;
        private final List<Problem> problems;

        Reading(SourceText source, List<Problem> problems) {
            this.source = source;
            this.problems = problems;
        }

        Attack read(String name, Node document) {
            YamlFields fields = new YamlFields(source, problems, document, FIELDS);
            YamlFields expect = fields.inner("expect", EXPECT_FIELDS).orElseGet(() -> {
                fields.problem(null, "`expect` is missing", null);
                return YamlFields.empty(source);
            });
            Octets request = octets(fields, "request");
            return new Attack(
                    name,
                    source,
                    fields.required("description"),
                    fields.text("source", ""),
                    oneOf(fields, "group", Group.values()),
                    fields.has("policies")
                            ? new VectorDocument(source, sets, problems).policies(name, fields, "policies")
                            : List.of(sets.get("tutorial-enforce")),
                    files(fields),
                    fields.text("problem"),
                    new Attack.Door(oneOf(fields, "mode", Mode.values()), fields.text("agent")),
                    fields.inner("token", TOKEN_FIELDS)
                            .map(this::token)
                            .orElseGet(() -> new Token(Map.of(), Map.of(), List.of(), Map.of(), "good")),
                    request,
                    fields.items("answers").stream()
                            .map(node -> octets(fields, node, "answers"))
                            .toList(),
                    notAt(fields),
                    expected(expect, request));
        }

        private Map<String, Octets> files(YamlFields fields) {
            Map<String, Octets> files = new LinkedHashMap<>();
            fields.inner("files", List.of())
                    .ifPresent(inner -> inner.names().forEach(name -> files.put(name, octets(inner, name))));
            return files;
        }

        private Map<DoorKind, String> notAt(YamlFields fields) {
            Map<DoorKind, String> notAt = new TreeMap<>();
            List<DoorKind> kinds = List.of(DoorKind.EXT_AUTHZ, DoorKind.DECISION_POINT);
            fields.inner("notAt", kinds.stream().map(AttackReader::word).toList())
                    .ifPresent(inner -> kinds.forEach(kind -> {
                        if (inner.has(word(kind))) {
                            notAt.put(kind, inner.required(word(kind)));
                        }
                    }));
            return notAt;
        }

        private Token token(YamlFields fields) {
            Map<String, Long> times = new LinkedHashMap<>();
            fields.texts("times").forEach((claim, seconds) -> times.put(claim, Long.valueOf(seconds)));
            return new Token(
                    values(fields, "header"),
                    values(fields, "claims"),
                    fields.items("without").stream()
                            .map(node -> String.valueOf(fields.text(node, "without")))
                            .toList(),
                    times,
                    fields.word("signature", SIGNATURES));
        }

        private static Map<String, @Nullable Object> values(YamlFields fields, String name) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            Node node = fields.node(name);
            if (node != null && YamlValue.of(node) instanceof Map<?, ?> map) {
                map.forEach((key, value) -> values.put((String) key, value));
            }
            return values;
        }

        /** Texts, each character an octet, and octets, one after the other. */
        private Octets octets(YamlFields fields, String name) {
            Node node = fields.node(name);
            if (node == null) {
                fields.problem(null, "`" + name + "` is missing", null);
                return Octets.NONE;
            }
            return octets(fields, node, name);
        }

        private Octets octets(YamlFields fields, Node node, String name) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (Node part : node instanceof SequenceNode list ? list.getValue() : List.of(node)) {
                if (part instanceof MappingNode) {
                    octets.writeBytes(special(new YamlFields(source, problems, part, OCTETS_FIELDS)));
                } else {
                    octets.writeBytes(latin(fields, part, String.valueOf(fields.text(part, name))));
                }
            }
            return Octets.of(octets.toByteArray());
        }

        private byte[] special(YamlFields part) {
            String base64 = part.text("base64");
            if (base64 != null) {
                return Base64.getDecoder().decode(base64);
            }
            String repeat = part.required("repeat");
            int times = Integer.parseInt(part.required("times"));
            if ((long) times * repeat.length() > LARGEST) {
                part.problem(part.node("times"), "`times` makes more than 64 MiB", null);
                return new byte[0];
            }
            return repeat.repeat(times).getBytes(StandardCharsets.ISO_8859_1);
        }

        private static byte[] latin(YamlFields fields, Node at, String text) {
            if (text.chars().anyMatch(c -> c > 0xff)) {
                fields.problem(at, "each character stands for one octet", "write the octets as `base64`");
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        private Expected expected(YamlFields expect, Octets request) {
            Node status = expect.node("status");
            List<Node> statuses = status instanceof SequenceNode list
                    ? list.getValue()
                    : status == null ? List.of() : List.of(status);
            List<Integer> expected = statuses.stream()
                    .map(node -> Integer.valueOf(String.valueOf(expect.text(node, "status"))))
                    .toList();
            checkRecorded(expect, expected);
            return new Expected(
                    expected,
                    expect.text("rule"),
                    new AtTool(
                            lines(expect, request),
                            expect.has("body") ? octets(expect, "body") : null,
                            expect.texts("headers"),
                            expect.items("withoutHeaders").stream()
                                    .map(node -> String.valueOf(expect.text(node, "withoutHeaders")))
                                    .toList()),
                    expect.items("answers").stream()
                            .map(node -> octets(expect, node, "answers"))
                            .toList(),
                    expect.items("audit").stream().map(this::audited).toList(),
                    expect.items("nowhere").stream()
                            .map(node -> String.valueOf(expect.text(node, "nowhere")))
                            .toList());
        }

        /** Whoever is refused is in the audit log, or the case says why not. */
        private void checkRecorded(YamlFields expect, List<Integer> statuses) {
            long refused =
                    statuses.stream().filter(status -> status >= FIRST_REFUSAL).count();
            if (statuses.isEmpty()) {
                expect.problem(null, "`status` is missing", null);
            }
            if (expect.has("unrecorded")) {
                expect.required("unrecorded");
            } else if (expect.items("audit").size() < refused) {
                expect.problem(
                        expect.node("audit"),
                        "a refusal has no audit record",
                        "write what each says under `audit`, or under `unrecorded` why there is none");
            }
        }

        /** {@code nothing}, {@code as-sent}, or the request lines. */
        private List<String> lines(YamlFields expect, Octets request) {
            Node tool = expect.node("tool");
            if (tool instanceof SequenceNode list) {
                return list.getValue().stream()
                        .map(node -> String.valueOf(expect.text(node, "tool")))
                        .toList();
            }
            if (tool instanceof ScalarNode
                    && expect.word("tool", List.of("nothing", "as-sent")).equals("as-sent")) {
                String text = new String(request.bytes(), StandardCharsets.ISO_8859_1);
                return List.of(text.substring(0, Math.max(0, text.indexOf("\r\n"))));
            }
            if (tool == null) {
                expect.problem(null, "`tool` is missing", "write `nothing`, `as-sent`, or a list of request lines");
            }
            return List.of();
        }

        private Audited audited(Node node) {
            boolean refused = node instanceof MappingNode mapping
                    && mapping.getValue().stream()
                            .anyMatch(field -> field.getKeyNode() instanceof ScalarNode key
                                    && key.getValue().equals("refused"));
            YamlFields record = new YamlFields(source, problems, node, refused ? REFUSED_FIELDS : FOUND_FIELDS);
            if (refused) {
                return new Audited.Refused(
                        record.word("refused", List.of("request", "answer")),
                        record.required("reason"),
                        record.required("request"),
                        record.required("message"));
            }
            String error = record.text("error");
            if (error != null && error.isEmpty()) {
                record.problem(record.node("error"), "`error` is in every text", "write a part of what it says");
            }
            return new Audited.Found(
                    record.word("decision", List.of("deny", "allow")),
                    record.text("policy", ""),
                    record.required("rule"),
                    error);
        }
    }

    private static <E extends Enum<E>> E oneOf(YamlFields fields, String name, E[] values) {
        String chosen =
                fields.word(name, Arrays.stream(values).map(AttackReader::word).toList());
        return Arrays.stream(values)
                .filter(value -> word(value).equals(chosen))
                .findFirst()
                .orElseThrow();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
