package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every field of a manifest, from the same declarations that read it: the reference pages are made from this. */
public final class ManifestSchema {
    private ManifestSchema() {}

    /**
     * One field.
     *
     * @param path from the top of the manifest, {@code []} behind a list of objects: {@code spec.rules[].deny.cel}
     * @param type {@code text}, {@code list of text}, {@code object}, …
     * @param required whether its parent must have it
     * @param rule what its value must be beyond its type; empty: nothing
     * @param defaultValue what counts when it is absent; null: nothing
     * @param description one line
     */
    public record FieldRow(
            String path,
            String type,
            boolean required,
            String rule,
            @Nullable String defaultValue,
            String description) {
        public FieldRow {
            Objects.requireNonNull(path);
            Objects.requireNonNull(type);
            Objects.requireNonNull(rule);
            Objects.requireNonNull(description);
        }
    }

    /** The fields of a kind, parents before children, in the order in which they are best written. */
    public static List<FieldRow> fields(Kind kind) {
        List<FieldRow> rows = new ArrayList<>();
        add("", ResourceShape.of(kind).fields(), rows);
        return rows;
    }

    private static void add(String prefix, List<Field<?>> fields, List<FieldRow> rows) {
        for (Field<?> field : fields) {
            Shape<?> shape = field.shape();
            String path = prefix + field.name() + (shape.fields().isEmpty() ? "" : "[]".repeat(shape.lists()));
            rows.add(new FieldRow(
                    path, shape.type(), field.required(), shape.rule(), field.shown(), field.description()));
            add(path + ".", shape.fields(), rows);
        }
    }
}
