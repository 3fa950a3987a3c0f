package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.manifest.ManifestSchema;
import ai.altairalabs.omnia.core.manifest.ManifestSchema.FieldRow;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.problem.Words;
import ai.altairalabs.omnia.operator.deploy.Crds.Place;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The CRDs say what core reads: the same fields, and of each field the same. */
class CrdFieldsTest {
    private static final Pattern UNIQUE = Pattern.compile("each `(\\w+)` once(, without regard to case)?");
    private static final Pattern RANGE = Pattern.compile("([0-9]+) to ([0-9]+)");

    private static Map<String, FieldRow> rows(Kind kind) {
        Map<String, FieldRow> rows = new LinkedHashMap<>();
        for (FieldRow row : ManifestSchema.fields(kind)) {
            if (row.path().equals("spec") || row.path().startsWith("spec.")) {
                rows.put(row.path().replaceFirst("\\[]$", ""), row);
            }
        }
        return rows;
    }

    private static Map<String, Place> places(Kind kind) {
        Map<String, Place> places = new LinkedHashMap<>();
        Crds.fields(kind, "spec").forEach((path, place) -> places.put(path.replaceFirst("\\[]$", ""), place));
        return places;
    }

    @ParameterizedTest
    @EnumSource
    void haveTheNamesThatCommandsUse(Kind kind) {
        CustomResourceDefinitionSpec spec = Crds.of(kind).getSpec();
        CustomResourceDefinitionNames names = spec.getNames();
        assertThat(spec.getGroup() + "/" + Crds.version(kind).getName()).isEqualTo(Resource.API_VERSION);
        assertThat(spec.getScope()).isEqualTo("Namespaced");
        assertThat(List.of(names.getKind(), names.getPlural(), names.getSingular(), names.getListKind()))
                .containsExactly(kind.title(), kind.plural(), kind.singular(), kind.title() + "List");
        assertThat(names.getShortNames()).containsExactly(kind.shortName());
        assertThat(names.getCategories()).containsExactly("omnia");
        assertThat(Crds.version(kind).getSubresources().getStatus()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void haveTheSameFields(Kind kind) {
        assertThat(places(kind).keySet())
                .containsExactlyInAnyOrderElementsOf(rows(kind).keySet());
    }

    @ParameterizedTest
    @EnumSource
    void sayTheSameOfEachField(Kind kind) {
        Map<String, Place> places = places(kind);
        assertThat(rows(kind)).allSatisfy((path, row) -> {
            Place place = places.get(path);
            assertThat(place).isNotNull();
            JSONSchemaProps schema = place.schema();
            assertThat(place.required()).as("required").isEqualTo(row.required());
            assertThat(schema.getDescription()).isEqualTo(row.description());
            assertThat(type(schema)).isEqualTo(type(row));
            assertThat(defaultOf(schema)).as("default").isEqualTo(defaultOf(row));
            assertThat(rule(schema)).as("rule").isEqualTo(rule(row));
        });
    }

    /** As the reference writes it, with the forms of text as one. */
    private static String type(FieldRow row) {
        return switch (row.type()) {
            case "URL", "duration", "CEL expression" -> "text";
            case "text" -> row.rule().contains("an object with") ? "any" : "text";
            default -> row.type();
        };
    }

    private static String type(JSONSchemaProps schema) {
        return switch (schema.getType()) {
            case null -> "any";
            case "string" -> "text";
            case "integer" -> "whole number";
            case "array" -> {
                JSONSchemaProps item = Crds.item(schema);
                assertThat(item).isNotNull();
                yield "list of " + (item.getType().equals("object") ? "objects" : type(item));
            }
            case "object" -> schema.getAdditionalProperties() == null ? "object" : "object of text";
            default -> schema.getType();
        };
    }

    private static String defaultOf(FieldRow row) {
        return row.defaultValue() == null ? "" : row.defaultValue().replace("`", "");
    }

    private static String defaultOf(JSONSchemaProps schema) {
        return schema.getDefault() == null ? "" : schema.getDefault().asString();
    }

    /** The parts of a rule that a schema has words of its own for. */
    private static Map<String, Object> rule(FieldRow row) {
        Map<String, Object> rule = new LinkedHashMap<>();
        if (row.type().equals("text") && row.rule().matches("`[a-z0-9-]+`(, `[a-z0-9-]+`)* or `[a-z0-9-]+`")) {
            rule.put("enum", row.rule());
        }
        if (row.rule().startsWith("at least one")) {
            rule.put("minItems", 1L);
        }
        Matcher range = RANGE.matcher(row.rule());
        if (range.matches()) {
            rule.put("range", List.of(Double.valueOf(range.group(1)), Double.valueOf(range.group(2))));
        }
        Matcher unique = UNIQUE.matcher(row.rule());
        if (unique.find()) {
            rule.put("keys", List.of(unique.group(1)));
            rule.put("case does not count", unique.group(2) != null);
        }
        return rule;
    }

    private static Map<String, Object> rule(JSONSchemaProps schema) {
        Map<String, Object> rule = new LinkedHashMap<>();
        if (schema.getType() == null) {
            return rule;
        }
        if (!schema.getEnum().isEmpty()) {
            rule.put(
                    "enum",
                    Words.anyOf(schema.getEnum().stream()
                            .map(each -> each.asString())
                            .toList()));
        }
        if (schema.getMinItems() != null) {
            rule.put("minItems", schema.getMinItems());
        }
        if (schema.getMinimum() != null) {
            rule.put("range", List.of(schema.getMinimum(), schema.getMaximum()));
        }
        if ("map".equals(schema.getXKubernetesListType())) {
            rule.put("keys", schema.getXKubernetesListMapKeys());
            rule.put(
                    "case does not count",
                    schema.getXKubernetesValidations().stream()
                            .anyMatch(each -> each.getRule().contains("lowerAscii")));
        }
        return rule;
    }

    @ParameterizedTest
    @EnumSource
    void areStrictWhereCoreIsAndLenientWhereCoreIs(Kind kind) {
        boolean lenient = Set.of(Kind.TOOL_REGISTRY, Kind.AGENT_RUNTIME).contains(kind);
        Crds.fields(kind, "spec").forEach((path, place) -> {
            JSONSchemaProps item = Crds.item(place.schema());
            JSONSchemaProps object = item == null ? place.schema() : item;
            if ("object".equals(object.getType()) && object.getAdditionalProperties() == null) {
                assertThat(Boolean.TRUE.equals(object.getXKubernetesPreserveUnknownFields()))
                        .as(path)
                        .isEqualTo(lenient);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void bindListsAndTextsAndSayWhatIsWrong(Kind kind) {
        Crds.fields(kind, "spec").forEach((path, place) -> {
            JSONSchemaProps schema = place.schema();
            if ("array".equals(schema.getType())) {
                assertThat(schema.getMaxItems()).as(path).isNotNull();
                assertThat(schema.getXKubernetesListType()).as(path).isIn("atomic", "map");
            }
            JSONSchemaProps item = Crds.item(schema);
            for (ValidationRule each : validations(schema, item)) {
                assertThat(each.getMessage()).as(path).isNotBlank().doesNotEndWith(".");
            }
        });
    }

    private static List<ValidationRule> validations(JSONSchemaProps... schemas) {
        List<ValidationRule> all = new ArrayList<>();
        for (JSONSchemaProps schema : schemas) {
            if (schema != null) {
                all.addAll(schema.getXKubernetesValidations());
            }
        }
        return all;
    }

    @Test
    void haveTheSameConditions() {
        JSONSchemaProps first = conditions(Kind.AGENT_POLICY);
        for (Kind kind : Kind.values()) {
            JSONSchemaProps other = conditions(kind);
            other.setDescription(first.getDescription());
            assertThat(other).as(kind.title()).isEqualTo(first);
        }
    }

    private static JSONSchemaProps conditions(Kind kind) {
        return Crds.schema(kind).getProperties().get("status").getProperties().get("conditions");
    }
}
