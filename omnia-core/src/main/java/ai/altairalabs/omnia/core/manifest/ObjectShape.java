package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object with known fields. All of them are read, whatever is wrong with the others. */
final class ObjectShape<T> implements Shape<T> {
    private final List<Field<?>> fields;
    private final List<Consumer<Values>> checks;
    private final Function<Values, T> make;
    private final boolean lenient;

    private ObjectShape(
            List<Field<?>> fields, List<Consumer<Values>> checks, Function<Values, T> make, boolean lenient) {
        this.fields = List.copyOf(fields);
        this.checks = List.copyOf(checks);
        this.make = make;
        this.lenient = lenient;
    }

    /** An object with these fields; when none has a fault the value is made of them. */
    static <T> ObjectShape<T> of(Function<Values, T> make, Field<?>... fields) {
        return new ObjectShape<>(List.of(fields), List.of(), make, false);
    }

    /** With one more look at the fields together; it reports by {@link Values#in()}. */
    ObjectShape<T> check(Consumer<Values> check) {
        List<Consumer<Values>> all = new ArrayList<>(checks);
        all.add(check);
        return new ObjectShape<>(fields, all, make, lenient);
    }

    /** Fields that are not known, here and further in, are a doubt and no fault. */
    ObjectShape<T> lenient() {
        return new ObjectShape<>(fields, checks, make, true);
    }

    @Override
    public @Nullable T read(Node node, Reading given) {
        Reading in = lenient ? given.lenient() : given;
        if (!(node instanceof Node.Mapping mapping)) {
            in.mismatch(node, "an object");
            return null;
        }
        int errors = in.errors();
        Values values = new Values(in);
        boolean whole = true;
        Set<String> meant = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
            Field<?> field = field(entry.key());
            if (field == null) {
                meant.add(unknown(entry, in));
                continue;
            }
            Object value = field.shape().read(entry.value(), in.field(entry));
            values.put(field, entry, value);
            whole &= value != null;
        }
        missing(values, meant);
        for (Consumer<Values> check : checks) {
            check.accept(values);
        }
        return whole && in.errors() == errors ? make.apply(values) : null;
    }

    private @Nullable Field<?> field(String name) {
        for (Field<?> field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** Reports required fields that are absent, unless a misspelt one is meant for it. */
    private void missing(Values values, Set<String> meant) {
        Reading in = values.in();
        for (Field<?> field : fields) {
            if (field.required() && !values.has(field) && !meant.contains(field.name())) {
                String where = in.path().isEmpty() ? "" : " in " + Words.quote(in.path());
                in.error(
                        in.place(),
                        "missing " + Words.quote(field.name()) + where,
                        "add " + Words.quote(field.name()) + " (" + field.description() + ")");
            }
        }
    }

    /** Reports the field; returns the name that is meant, or none. */
    private String unknown(Node.Entry entry, Reading in) {
        List<String> names = fields.stream().map(Field::name).toList();
        String nearest = Words.nearest(entry.key(), names);
        if (nearest != null) {
            in.error(entry.place(), "unknown field " + Words.quote(entry.key()), "write " + Words.quote(nearest));
        } else if (in.isLenient()) {
            in.warning(entry.place(), "the field " + Words.quote(entry.key()) + " is not used by this version", null);
        } else {
            String known = names.size() == 1 ? "the only field here is " : "the fields here are ";
            in.error(entry.place(), "unknown field " + Words.quote(entry.key()), known + Words.allOf(names));
        }
        return nearest == null ? "" : nearest;
    }

    @Override
    public String type() {
        return "object";
    }

    @Override
    public List<Field<?>> fields() {
        return fields;
    }
}
