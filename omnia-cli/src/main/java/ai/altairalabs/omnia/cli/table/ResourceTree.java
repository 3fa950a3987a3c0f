package ai.altairalabs.omnia.cli.table;

import ai.altairalabs.omnia.core.policy.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A resource as a tree of maps: {@code apiVersion}, {@code kind}, {@code metadata}, {@code spec}, {@code status}.
 *
 * @param kind its kind
 * @param tree the whole of it
 */
public record ResourceTree(Kind kind, Map<String, @Nullable Object> tree) {
    private static final String NONE = "<none>";

    /** Its namespace. */
    public String namespace() {
        return text(".metadata.namespace");
    }

    /** Its name. */
    public String name() {
        return text(".metadata.name");
    }

    /** The cell of a column. */
    String cell(Column column, Instant now) {
        String path = column.path();
        return path.endsWith(".creationTimestamp") ? age(text(path), now) : text(path);
    }

    private static String age(String timestamp, Instant now) {
        try {
            return Age.of(Duration.between(Instant.parse(timestamp), now));
        } catch (DateTimeParseException _) {
            return "<unknown>";
        }
    }

    private String text(String path) {
        Object at = tree;
        for (String step : path.substring(1).split("\\.", -1)) {
            int bracket = step.indexOf('[');
            String key = bracket < 0 ? step : step.substring(0, bracket);
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
            if (bracket >= 0) {
                at = condition(at, step.substring(bracket + 1, step.length() - 1));
            }
        }
        return switch (at) {
            case null -> NONE;
            case List<?> list when list.isEmpty() -> NONE;
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
            default -> at.toString();
        };
    }

    private static @Nullable Object condition(@Nullable Object conditions, String type) {
        if (conditions instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> condition && type.equals(condition.get("type"))) {
                    return condition.get("status");
                }
            }
        }
        return null;
    }
}
