package ai.altairalabs.omnia.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** `omnia get` and `kubectl get` print the same columns. */
class CrdColumnsTest {
    @ParameterizedTest
    @EnumSource
    void areThoseOfTheCrd(Kind kind) throws IOException {
        assertThat(ofCrd(kind)).containsExactlyElementsOf(Column.of(kind));
    }

    private static List<Column> ofCrd(Kind kind) throws IOException {
        Path file = Path.of(System.getProperty("omnia.root", "."), "deploy/crds", kind.plural() + ".yaml");
        Object crd = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        List<?> columns =
                (List<?>) at(((List<?>) at(at(crd, "spec"), "versions")).getFirst(), "additionalPrinterColumns");
        List<Column> found = new ArrayList<>();
        for (Object each : columns) {
            String path = String.valueOf(at(each, "jsonPath"))
                    .replaceFirst("\\[\\?\\(@\\.type==\"(\\w+)\"\\)]\\.status$", "[$1]");
            boolean wide = ((Map<?, ?>) each).containsKey("priority");
            found.add(new Column(String.valueOf(at(each, "name")), path, wide));
        }
        return found;
    }

    private static Object at(Object object, String field) {
        Object value = ((Map<?, ?>) object).get(field);
        assertThat(value).as(field).isNotNull();
        return value;
    }
}
