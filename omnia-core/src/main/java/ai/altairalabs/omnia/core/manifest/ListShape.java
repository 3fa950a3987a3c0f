package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list whose items have one shape. */
final class ListShape<E> implements Shape<List<E>> {
    private final Shape<E> item;
    private final boolean filled;
    private final @Nullable Field<String> unique;
    private final boolean ignoresCase;

    private ListShape(Shape<E> item, boolean filled, @Nullable Field<String> unique, boolean ignoresCase) {
        this.item = item;
        this.filled = filled;
        this.unique = unique;
        this.ignoresCase = ignoresCase;
    }

    static <E> ListShape<E> of(Shape<E> item) {
        return new ListShape<>(item, false, null, false);
    }

    /** With at least one item. */
    ListShape<E> filled() {
        return new ListShape<>(item, true, unique, ignoresCase);
    }

    /** No two items have the same text in this field. */
    ListShape<E> unique(Field<String> field) {
        return new ListShape<>(item, filled, field, false);
    }

    /** No two items have the same text in this field, whatever the case. */
    ListShape<E> uniqueIgnoringCase(Field<String> field) {
        return new ListShape<>(item, filled, field, true);
    }

    @Override
    public @Nullable List<E> read(Node node, Reading in) {
        if (!(node instanceof Node.Sequence sequence)) {
            in.mismatch(node, "a list");
            return null;
        }
        int errors = in.errors();
        if (filled && sequence.items().isEmpty()) {
            in.error(in.place(), Words.quote(in.path()) + " is empty", "write at least one item");
        }
        List<E> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node each = sequence.items().get(i);
            E value = item.read(each, in.item(i, each));
            if (value != null) {
                items.add(value);
            }
        }
        if (unique != null) {
            twins(sequence, unique, in);
        }
        return items.size() == sequence.items().size() && in.errors() == errors ? items : null;
    }

    private void twins(Node.Sequence sequence, Field<String> field, Reading in) {
        Map<String, Place> seen = new HashMap<>();
        for (Node each : sequence.items()) {
            Node node = each.get(field.name());
            if (!(node instanceof Node.Scalar scalar) || scalar.text().isEmpty()) {
                continue;
            }
            String text = ignoresCase ? scalar.text().toLowerCase(Locale.ROOT) : scalar.text();
            Place first = seen.putIfAbsent(text, node.place());
            if (first != null) {
                in.error(
                        node.place(),
                        "the " + field.name() + " " + Words.quote(scalar.text()) + " comes twice, first in line "
                                + first.line(),
                        ignoresCase ? "give each its own; case does not count" : "give each its own");
            }
        }
    }

    @Override
    public String type() {
        return "list of " + (item.type().equals("object") ? "objects" : item.type());
    }

    @Override
    public String rule() {
        List<String> rules = new ArrayList<>();
        if (filled) {
            rules.add("at least one");
        }
        if (unique != null) {
            rules.add("each `" + unique.name() + "` once" + (ignoresCase ? ", without regard to case" : ""));
        }
        if (!item.rule().isEmpty()) {
            rules.add((item.fields().isEmpty() ? "each " : "") + item.rule());
        }
        return String.join("; ", rules);
    }

    @Override
    public List<Field<?>> fields() {
        return item.fields();
    }

    @Override
    public int lists() {
        return item.lists() + 1;
    }
}
