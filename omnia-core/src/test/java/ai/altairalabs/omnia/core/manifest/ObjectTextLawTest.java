package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ObjectTextLawTest {
    @Property(tries = 300)
    void everyTextAtEveryPlaceSurvives(@ForAll @StringLength(max = 30) String text, @ForAll int number) {
        Map<String, Object> spec =
                Map.of("text", text, "of " + text, List.of(text, List.of(text, Map.of()), List.of()), "number", number);

        String yaml = ObjectText.of(Map.of("kind", "X", "metadata", Map.of("name", "x"), "spec", spec))
                .text();

        Map<?, ?> read = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        assertThat(read.get("spec")).isEqualTo(spec);
    }
}
