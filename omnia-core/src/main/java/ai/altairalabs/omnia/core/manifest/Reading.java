package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import org.jspecify.annotations.Nullable;

/** The field that is being read: what it is called, where it stands, and where its faults go. */
final class Reading {
    private final Faults faults;
    private final String path;
    private final String label;
    private final Place place;
    private final boolean lenient;

    private Reading(Faults faults, String path, String label, Place place, boolean lenient) {
        this.faults = faults;
        this.path = path;
        this.label = label;
        this.place = place;
        this.lenient = lenient;
    }

    /** Begins at the root of a manifest. */
    static Reading root(Node root, Faults faults) {
        return new Reading(faults, "", "", root.place(), false);
    }

    /** A field of this object. */
    Reading field(Node.Entry entry) {
        String name = entry.key();
        return new Reading(faults, path.isEmpty() ? name : path + "." + name, name, entry.place(), lenient);
    }

    /** An item of this list, counted from 0. */
    Reading item(int index, Node item) {
        String suffix = "[" + index + "]";
        return new Reading(faults, path + suffix, label + suffix, item.place(), lenient);
    }

    /** The same field; from here on a field that is not known is a doubt, not a fault. */
    Reading lenient() {
        return new Reading(faults, path, label, place, true);
    }

    boolean isLenient() {
        return lenient;
    }

    /** From the top: {@code spec.rules[0]}; empty at the root. */
    String path() {
        return path;
    }

    /** The field's own name, or its list's with a number. */
    String label() {
        return label;
    }

    /** The place of the field's name, or where the item begins. */
    Place place() {
        return place;
    }

    int errors() {
        return faults.errors();
    }

    /** Keeps an expression that could be read, also if nothing else can. */
    void keep(Expression expression, ExpressionShape.Use use) {
        faults.keep(expression, use);
    }

    void error(Place at, String message, @Nullable String advice) {
        faults.add(path, Problem.error(at, message, advice));
    }

    void warning(Place at, String message, @Nullable String advice) {
        faults.add(path, Problem.warning(at, message, advice));
    }

    /** Says that the value is not what the field wants, such as {@code text} or {@code a list}. */
    void mismatch(Node node, String wanted) {
        if (node instanceof Node.Unusable) {
            return;
        }
        String name = label.isEmpty() ? "a manifest" : Words.quote(label);
        if (node instanceof Node.Scalar scalar && scalar.type() == CoreType.NOTHING) {
            error(place, name + " has no value", "write " + wanted + ", or remove the line");
            return;
        }
        String advice = label.isEmpty() && node instanceof Node.Sequence
                ? "write each manifest by itself, with a line `---` between two of them"
                : cure(node, wanted);
        error(node.place(), name + " must be " + wanted + ", not " + node.what(), advice);
    }

    private static @Nullable String cure(Node node, String wanted) {
        if (!(node instanceof Node.Scalar scalar)) {
            return null;
        }
        String text = scalar.text();
        return switch (wanted) {
            case "text" -> "quote it: " + Words.quote('"' + text + '"');
            case "a list" -> "write each item in a line of its own, after `- `";
            case "an object" -> "write its fields in the lines below, indented";
            case "`true` or `false`" -> CoreType.of(text) == CoreType.BOOLEAN ? "remove the quotes" : null;
            case "a whole number" -> CoreType.of(text) == CoreType.INTEGER ? "remove the quotes" : null;
            default -> null;
        };
    }
}
