package ai.altairalabs.omnia.agent.runtime;

import ai.altairalabs.omnia.agent.json.Json;
import ai.altairalabs.omnia.agent.tools.Toolbox.ServedTool;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the model is told of its tools. */
final class ToolSpecifications {
    private ToolSpecifications() {}

    /** The tools that may be shown to the model. */
    static List<ToolSpecification> of(ToolOffer offer) {
        return offer.toolbox().served().stream()
                .filter(tool -> offer.allowed().test(tool.name()))
                .map(ToolSpecifications::of)
                .toList();
    }

    private static ToolSpecification of(ServedTool served) {
        Tool tool = served.http().tool();
        Map<String, Object> schema = tool.inputSchema();
        JsonObjectSchema.Builder parameters = JsonObjectSchema.builder()
                .addProperties(schemas(schema.get("properties")))
                .required(names(schema.get("required")));
        if (schema.get("additionalProperties") instanceof Boolean additional) {
            parameters.additionalProperties(additional);
        }
        if (schema.get("$defs") instanceof Map<?, ?> definitions) {
            parameters.definitions(schemas(definitions));
        }
        return ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(parameters.build())
                .build();
    }

    /** Each schema as the registry's author wrote it. */
    private static Map<String, JsonSchemaElement> schemas(@Nullable Object named) {
        Map<String, JsonSchemaElement> schemas = new LinkedHashMap<>();
        if (named instanceof Map<?, ?> map) {
            map.forEach((name, schema) -> {
                Object written = schema instanceof Map<?, ?> ? schema : Map.of();
                schemas.put(
                        String.valueOf(name),
                        JsonRawSchema.from(Json.of(written).toString()));
            });
        }
        return schemas;
    }

    private static List<String> names(@Nullable Object list) {
        return list instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }
}
