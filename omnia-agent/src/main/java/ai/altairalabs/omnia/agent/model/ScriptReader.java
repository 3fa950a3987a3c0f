package ai.altairalabs.omnia.agent.model;

import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.model.Script.Call;
import ai.altairalabs.omnia.agent.model.Script.Reading;
import ai.altairalabs.omnia.agent.model.Script.Turn;
import ai.altairalabs.omnia.agent.model.Script.Value;
import ai.altairalabs.omnia.agent.model.Script.When;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;

/** Reads one script and collects all its faults. */
final class ScriptReader {
    private static final String DEFAULT_MODEL = "scripted";
    private static final int MAX_CODE_POINTS = 1 << 20;
    private static final int MAX_DEPTH = 32;

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();

    ScriptReader(SourceText source) {
        this.source = source;
    }

    Reading read() {
        Node root = compose();
        Script script = root == null ? null : script(root);
        if (script != null && problems.isEmpty()) {
            return new Reading.Read(script);
        }
        problems.sort(Comparator.comparing(Problem::place));
        return new Reading.Faulty(problems);
    }

    private @Nullable Node compose() {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.name())
                .setCodePointLimit(MAX_CODE_POINTS)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(source.text());
            if (root.isEmpty()) {
                fault(new Place(source, 1, 1), "the script is empty", "write `turns:` and at least one turn");
            }
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            fault(
                    e.getProblemMark().map(this::place).orElse(new Place(source, 1, 1)),
                    "no YAML: " + e.getProblem(),
                    null);
        } catch (YamlEngineException e) {
            fault(
                    new Place(source, 1, 1),
                    "no YAML that can be read",
                    "keep the script below 1 MiB and without aliases");
        }
        return null;
    }

    private @Nullable Script script(Node root) {
        Map<String, Node> fields = fields(root, Set.of("model", "turns"));
        String model = fields.containsKey("model") ? text(fields.get("model")) : DEFAULT_MODEL;
        if (!model.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")) {
            fault(place(fields.get("model")), "`" + model + "` is no model name", "use letters, digits and `._:/-`");
        }
        List<Node> nodes = items(fields.get("turns"));
        if (nodes.isEmpty()) {
            fault(
                    place(fields.getOrDefault("turns", root)),
                    "a script needs at least one turn",
                    "write `turns:` as a list");
            return null;
        }
        List<Turn> turns = new ArrayList<>();
        for (Node node : nodes) {
            if (!turns.isEmpty() && turns.getLast().when() instanceof When.Always) {
                fault(
                        place(node),
                        "this turn is never reached: the one before it fits every message",
                        "move the turn without `when` to the end");
                break;
            }
            turns.add(turn(node));
        }
        return new Script(model, turns);
    }

    private Turn turn(Node node) {
        Map<String, Node> fields = fields(node, Set.of("when", "whenMatches", "call", "say", "onError"));
        List<Call> calls = new ArrayList<>();
        Node call = fields.get("call");
        if (call != null) {
            for (Node item : call instanceof SequenceNode ? items(call) : List.of(call)) {
                calls.add(call(item));
            }
        }
        Node say = fields.get("say");
        if (say == null) {
            fault(place(node), "a turn needs `say`", "write what the model says at the end of the turn");
        }
        Node onError = fields.get("onError");
        if (onError != null && calls.isEmpty()) {
            fault(place(onError), "`onError` without `call` is never said", "remove it, or add the call");
        }
        Template said = say == null ? new Template(List.of()) : template(say);
        return new Turn(when(fields), calls, said, onError == null ? errorText() : template(onError));
    }

    private static Template errorText() {
        return new Template(List.of(new Template.Part.Hole(List.of("error", "message"), false)));
    }

    private When when(Map<String, Node> fields) {
        Node contains = fields.get("when");
        Node matches = fields.get("whenMatches");
        if (contains != null && matches != null) {
            fault(place(matches), "a turn has `when` or `whenMatches`, not both", "keep one of them");
        }
        if (contains != null) {
            return new When.Contains(text(contains));
        }
        if (matches != null) {
            try {
                return new When.Matches(Pattern.compile(text(matches), Pattern.CASE_INSENSITIVE));
            } catch (PatternSyntaxException e) {
                fault(place(matches), "no regular expression: " + e.getDescription(), "see Java's `Pattern`");
                return new When.Contains("");
            }
        }
        return new When.Always();
    }

    private Call call(Node node) {
        Map<String, Node> fields = fields(node, Set.of("tool", "arguments", "force"));
        Node tool = fields.get("tool");
        if (tool == null) {
            fault(place(node), "a call needs `tool`", "write the name of the tool");
        }
        Node force = fields.get("force");
        boolean forced =
                force != null && Tag.BOOL.equals(force.getTag()) && text(force).equals("true");
        if (force != null && !Tag.BOOL.equals(force.getTag())) {
            fault(place(force), "`force` is `true` or `false`", null);
        }
        Map<String, Value> arguments = new LinkedHashMap<>();
        Node given = fields.get("arguments");
        if (given != null && value(given, 0) instanceof Value.Fields map) {
            arguments.putAll(map.fields());
        } else if (given != null) {
            fault(place(given), "`arguments` is a map from names to values", null);
        }
        return new Call(tool == null ? "" : text(tool), arguments, forced);
    }

    private Value value(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            fault(place(node), "nested too deeply", "keep arguments below " + MAX_DEPTH + " levels");
            return new Value.Plain(null);
        }
        return switch (node) {
            case ScalarNode scalar when Tag.STR.equals(scalar.getTag()) -> new Value.Text(template(scalar));
            case ScalarNode scalar -> plain(scalar);
            case SequenceNode sequence ->
                new Value.Items(sequence.getValue().stream()
                        .map(item -> value(item, depth + 1))
                        .toList());
            case MappingNode mapping -> {
                Map<String, Value> fields = new LinkedHashMap<>();
                fields(mapping, null).forEach((name, field) -> fields.put(name, value(field, depth + 1)));
                yield new Value.Fields(fields);
            }
            default -> {
                fault(place(node), "aliases are not read here", "write the value out");
                yield new Value.Plain(null);
            }
        };
    }

    /** A YAML scalar of the JSON schema is JSON already. */
    private Value plain(ScalarNode scalar) {
        JsonNode json = Json.parse(scalar.getValue());
        if (json == null || json.isContainer() || json.isString()) {
            if (Tag.NULL.equals(scalar.getTag())) {
                return new Value.Plain(null);
            }
            fault(place(scalar), "`" + scalar.getValue() + "` is no JSON value", "put it in quotes");
            return new Value.Plain(null);
        }
        return new Value.Plain(json);
    }

    private Template template(Node node) {
        try {
            return Template.parse(text(node));
        } catch (Template.TemplateFault e) {
            fault(
                    place(node),
                    String.valueOf(e.getMessage()),
                    "use `{{message}}`, `{{match.1}}`, `{{result}}`, `{{result.field}}`, `{{error.rule}}` or `{{error.message}}`");
            return new Template(List.of());
        }
    }

    private String text(@Nullable Node node) {
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return scalar.getValue();
        }
        fault(place(node), "a text is needed here", null);
        return "";
    }

    private List<Node> items(@Nullable Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (node != null) {
            fault(place(node), "a list is needed here", "begin each entry with `- `");
        }
        return List.of();
    }

    private Map<String, Node> fields(Node node, @Nullable Set<String> known) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            fault(place(node), "a map is needed here", null);
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = text(tuple.getKeyNode());
            if (known != null && !known.contains(name)) {
                List<String> names =
                        known.stream().sorted().map(n -> "`" + n + "`").toList();
                fault(
                        place(tuple.getKeyNode()),
                        "unknown field `" + name + "`",
                        "use one of " + String.join(", ", names));
            } else if (fields.put(name, tuple.getValueNode()) != null) {
                fault(place(tuple.getKeyNode()), "`" + name + "` stands here twice", "remove one of them");
            }
        }
        return fields;
    }

    private Place place(@Nullable Node node) {
        return node == null
                ? new Place(source, 1, 1)
                : node.getStartMark().map(this::place).orElse(new Place(source, 1, 1));
    }

    private Place place(Mark mark) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private void fault(Place place, String message, @Nullable String advice) {
        problems.add(Problem.error(place, message, advice));
    }
}
