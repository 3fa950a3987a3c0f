package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The fields of one YAML mapping. Whatever is wrong is noted with its place, and reading goes on, so that an author sees
 * all faults at once.
 */
final class YamlFields {
    private final SourceText source;
    private final List<Problem> problems;
    private final Node node;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    /**
     * Takes a mapping apart.
     *
     * @param known the names that it may have; empty: any
     */
    YamlFields(SourceText source, List<Problem> problems, Node node, List<String> known) {
        this.source = source;
        this.problems = problems;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "fields are expected here", known.isEmpty() ? null : "write one of " + quoted(known));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            if (!known.isEmpty() && !known.contains(name)) {
                problem(tuple.getKeyNode(), "unknown field `" + name + "`", "write one of " + quoted(known));
            } else if (fields.putIfAbsent(name, tuple.getValueNode()) != null) {
                problem(tuple.getKeyNode(), "the field `" + name + "` is there twice", "keep one of them");
            }
        }
    }

    /** No fields at all, for a mapping whose absence has been noted already. */
    static YamlFields empty(SourceText source) {
        Node none = new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
        return new YamlFields(source, new ArrayList<>(), none, List.of());
    }

    /** The names that are there, in order. */
    List<String> names() {
        return List.copyOf(fields.keySet());
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    @Nullable
    Node node(String name) {
        return fields.get(name);
    }

    /** The mapping under this name; its place is this one's when there is none. */
    Optional<YamlFields> inner(String name, List<String> known) {
        Node inner = fields.get(name);
        return inner == null ? Optional.empty() : Optional.of(new YamlFields(source, problems, inner, known));
    }

    /** The text under this name, or null when there is none or it is {@code null}. */
    @Nullable
    String text(String name) {
        Node value = fields.get(name);
        return value == null ? null : text(value, name);
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** A text that must be there. */
    String required(String name) {
        String text = text(name);
        if (text == null) {
            problem(node, "`" + name + "` is missing", null);
            return "";
        }
        return text;
    }

    @Nullable
    Boolean flag(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            problem(fields.get(name), "`" + name + "` must be `true` or `false`, not `" + text + "`", null);
        }
        return text.equals("true");
    }

    /** One of some words, or the first of them. */
    String word(String name, List<String> words) {
        String text = text(name, words.getFirst());
        if (!words.contains(text)) {
            problem(fields.get(name), "`" + name + "` cannot be `" + text + "`", "write one of " + quoted(words));
            return words.getFirst();
        }
        return text;
    }

    /** Names to texts, in order. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        inner(name, List.of()).ifPresent(inner -> {
            for (String key : inner.names()) {
                texts.put(key, inner.text(key, ""));
            }
        });
        return texts;
    }

    /** The items of a list; none when the field is missing. */
    List<Node> items(String name) {
        Node value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(value, "`" + name + "` must be a list", null);
        return List.of();
    }

    @Nullable
    String text(Node value, String name) {
        if (!(value instanceof ScalarNode scalar)) {
            problem(value, "`" + name + "` must be a text", "put it in quotes, or after `|`");
            return null;
        }
        return scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
    }

    void problem(@Nullable Node at, String message, @Nullable String advice) {
        problems.add(Problem.error(placeOf(source, at == null ? node : at), message, advice));
    }

    static Place placeOf(SourceText source, Node node) {
        return node.getStartMark()
                .map(mark -> new Place(source, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Place(source, 1, 1));
    }

    private static String quoted(List<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }
}
