package ai.altairalabs.omnia.cli.manifest;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.RepresentToNode;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Plain values as YAML in block style, which every reader takes for the same values. */
public final class YamlText {
    /** Words that some reader takes for something else than text: YAML 1.1, as kubectl reads it, knows them all. */
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private YamlText() {}

    /** The text, ended by a line break. */
    public static String of(@Nullable Object value) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(200)
                .setDereferenceAliases(true)
                .setSchema(new CoreSchema())
                .build();
        return new Dump(settings, new Quoting(settings)).dumpToString(value);
    }

    /** Quotes each text that could be taken for a number, a time, a boolean or nothing. */
    private static final class Quoting extends StandardRepresenter {
        Quoting(DumpSettings settings) {
            super(settings);
            RepresentToNode plain = Objects.requireNonNull(representers.get(String.class));
            representers.put(
                    String.class,
                    value -> value instanceof String text && mayBeMistaken(text)
                            ? representScalar(Tag.STR, text, ScalarStyle.SINGLE_QUOTED)
                            : plain.representData(value));
        }

        /** Only what begins with a letter, or as a path, can be no number in any reader. */
        private static boolean mayBeMistaken(String text) {
            if (text.isEmpty() || text.indexOf('\n') >= 0) {
                return false; // quoted in any case, or a block
            }
            return !(Character.isLetter(text.codePointAt(0)) || text.startsWith("/"))
                    || WORDS.contains(text.toLowerCase(Locale.ROOT));
        }
    }
}
