package ai.altairalabs.omnia.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML values as a JSON reader would give them: maps, lists, texts, numbers, booleans and null. */
final class YamlValue {
    private YamlValue() {}

    static @Nullable Object of(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    map.put(String.valueOf(of(tuple.getKeyNode())), of(tuple.getValueNode()));
                }
                yield map;
            }
            case SequenceNode sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(of(item));
                }
                yield items;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> null;
        };
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if (tag.equals(Tag.INT)) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        }
        return tag.equals(Tag.FLOAT) ? (Object) new BigDecimal(text).doubleValue() : text;
    }
}
