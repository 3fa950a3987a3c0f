package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.problem.Place;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A resource as one text that says all of it but where it stands. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Resource resource) {
        return resource.kind() + text(resource);
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Place _ -> "";
            case Expression expression -> quoted(expression.text());
            case Record record -> record(record);
            case Set<?> set -> {
                Set<String> sorted = new TreeSet<>();
                set.forEach(item -> sorted.add(text(item)));
                yield sorted.toString();
            }
            case Collection<?> list ->
                list.stream().map(Fingerprint::text).toList().toString();
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, item) -> sorted.put(text(key), text(item)));
                yield sorted.toString();
            }
            default -> quoted(value.toString());
        };
    }

    private static String record(Record record) {
        StringBuilder out = new StringBuilder(record.getClass().getSimpleName()).append('{');
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                out.append(component.getName())
                        .append('=')
                        .append(text(component.getAccessor().invoke(record)))
                        .append(';');
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("the records of a policy are public", impossible);
            }
        }
        return out.append('}').toString();
    }

    private static String quoted(String text) {
        return List.of(text.length(), text).toString();
    }
}
