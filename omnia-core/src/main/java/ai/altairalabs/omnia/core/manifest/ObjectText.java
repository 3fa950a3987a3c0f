package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * An object of a Kubernetes API server as the manifest that an author would have written: so that objects and files are
 * read by one reader, and their faults are shown alike.
 */
public final class ObjectText {
    /** What the text leaves out of {@code metadata}: the API server's own words, and kubectl's copy of the whole. */
    private static final List<String> METADATA = List.of("name", "namespace");

    private static final List<String> FIRST = List.of("apiVersion", "kind", "metadata");
    private static final String STATUS = "status";

    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSplitLines(false)
            .setWidth(Integer.MAX_VALUE)
            .setIndicatorIndent(2)
            .setIndent(4)
            .build();

    private ObjectText() {}

    /**
     * The text, named as people call the object: {@code ToolPolicy production/refund-guardrails}.
     *
     * @param object as JSON: maps, lists, texts, numbers, booleans and nulls
     */
    public static SourceText of(Map<String, ?> object) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        FIRST.stream().filter(object::containsKey).forEach(key -> shown.put(key, object.get(key)));
        if (shown.get("metadata") instanceof Map<?, ?> metadata) {
            shown.put("metadata", author(metadata));
        }
        object.forEach((key, value) -> {
            if (!key.equals(STATUS)) {
                shown.putIfAbsent(key, value);
            }
        });
        return new SourceText(name(object), new Dump(SETTINGS, new Representer()).dumpToString(shown));
    }

    private static Map<Object, @Nullable Object> author(Map<?, ?> metadata) {
        Map<Object, @Nullable Object> kept = new LinkedHashMap<>();
        METADATA.stream().filter(metadata::containsKey).forEach(key -> kept.put(key, metadata.get(key)));
        return kept;
    }

    private static String name(Map<String, ?> object) {
        Map<?, ?> metadata = object.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        return object.get("kind") + " "
                + METADATA.reversed().stream()
                        .map(metadata::get)
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .collect(Collectors.joining("/"));
    }

    /** Quotes the texts that the reader, or another reader of YAML, would take for something else. */
    private static final class Representer extends StandardRepresenter {
        Representer() {
            super(SETTINGS);
            representers.put(String.class, text -> represent((String) text));
        }

        private org.snakeyaml.engine.v2.nodes.Node represent(String text) {
            boolean plain = CoreType.of(text) == CoreType.TEXT && !TextShape.OLD_BOOLEANS.contains(text);
            return representScalar(Tag.STR, text, plain ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED);
        }
    }
}
