package ai.altairalabs.omnia.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VectorSchemaTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path SCHEMA = Vectors.DIRECTORY.resolve("decision.schema.json");

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JSON.readTree(SCHEMA.toFile()));

    @TestFactory
    Stream<DynamicTest> everyVectorKeepsToTheSchema() throws IOException {
        try (Stream<Path> files = Files.list(Vectors.DECISIONS)) {
            return files.sorted().toList().stream()
                    .map(file -> dynamicTest(
                            file.getFileName().toString(),
                            () -> assertThat(faults(Files.readString(file))).isEmpty()));
        }
    }

    @Test
    void theSchemaRefusesWhatTheReaderRefuses() {
        assertThat(faults("description: d\npolicies: customer-tools\ncall: {}\nexpect: {outcome: permit}\n"))
                .isEmpty();
        assertThat(faults("description: d\npolicies: customer-tools\ncall: {}\nexpect: {outcome: perhaps}\n"))
                .isNotEmpty();
        assertThat(faults("description: d\npolicies: customer-tools\ncall: {pth: /}\nexpect: {outcome: permit}\n"))
                .isNotEmpty();
        assertThat(faults("description: d\ncall: {}\nexpect: {outcome: permit}\n"))
                .isNotEmpty();
    }

    @Test
    void theSchemaNamesTheFieldsThatTheReaderKnows() {
        JsonNode json = JSON.readTree(SCHEMA.toFile());
        assertThat(json.get("properties").propertyNames()).containsExactlyElementsOf(VectorDocument.FIELDS);
        JsonNode parts = json.get("$defs");
        assertThat(parts.get("call").get("properties").propertyNames())
                .containsExactlyElementsOf(VectorDocument.CALL_FIELDS);
        assertThat(parts.get("call")
                        .get("properties")
                        .get("bodyRepeat")
                        .get("properties")
                        .propertyNames())
                .containsExactlyElementsOf(VectorDocument.REPEAT_FIELDS);
        assertThat(parts.get("expect").get("properties").propertyNames())
                .containsExactlyElementsOf(VectorDocument.EXPECT_FIELDS);
        assertThat(parts.get("finding").get("properties").propertyNames())
                .containsExactlyElementsOf(VectorDocument.FINDING_FIELDS);
    }

    private List<String> faults(String yaml) {
        Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(JSON.<JsonNode>valueToTree(value)).stream()
                .map(Error::toString)
                .toList();
    }
}
