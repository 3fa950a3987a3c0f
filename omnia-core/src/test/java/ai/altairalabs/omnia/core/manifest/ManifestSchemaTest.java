package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.manifest.ManifestSchema.FieldRow;
import ai.altairalabs.omnia.core.policy.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManifestSchemaTest {
    private static FieldRow field(Kind kind, String path) {
        return ManifestSchema.fields(kind).stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldIsListedOnceAndDescribedInOneLine(Kind kind) {
        List<FieldRow> fields = ManifestSchema.fields(kind);
        assertThat(fields).extracting(FieldRow::path).doesNotHaveDuplicates();
        assertThat(fields)
                .allSatisfy(each -> assertThat(each.description()).isNotBlank().doesNotContain("\n"));
        assertThat(fields).extracting(FieldRow::path).contains("apiVersion", "kind", "metadata.name", "spec", "status");
    }

    @Test
    void listsTheFieldsOfAnAgentPolicy() {
        assertThat(ManifestSchema.fields(Kind.AGENT_POLICY))
                .extracting(FieldRow::path)
                .filteredOn(path -> path.startsWith("spec."))
                .containsExactly(
                        "spec.selector",
                        "spec.selector.agents",
                        "spec.toolAccess",
                        "spec.toolAccess.mode",
                        "spec.toolAccess.rules[]",
                        "spec.toolAccess.rules[].registry",
                        "spec.toolAccess.rules[].tools",
                        "spec.claimMapping",
                        "spec.claimMapping.forwardClaims[]",
                        "spec.claimMapping.forwardClaims[].claim",
                        "spec.claimMapping.forwardClaims[].header",
                        "spec.mode",
                        "spec.onFailure");
    }

    @Test
    void saysTypeRuleAndDefault() {
        assertThat(field(Kind.TOOL_POLICY, "spec.mode"))
                .isEqualTo(new FieldRow(
                        "spec.mode",
                        "text",
                        false,
                        "`enforce` or `audit`",
                        "`enforce`",
                        "`enforce` refuses; `audit` only records what it would refuse"));
        FieldRow rules = field(Kind.TOOL_POLICY, "spec.rules[]");
        assertThat(rules.type()).isEqualTo("list of objects");
        assertThat(rules.required()).isTrue();
        assertThat(rules.rule()).isEqualTo("at least one; each `name` once");
        assertThat(field(Kind.TOOL_POLICY, "spec.rules[].deny.cel").type()).isEqualTo("CEL expression");
        assertThat(field(Kind.TOOL_REGISTRY, "spec.handlers[].endpoint.serviceRef.port")
                        .rule())
                .isEqualTo("1 to 65535");
        assertThat(field(Kind.AGENT_RUNTIME, "spec.facades[].port").defaultValue())
                .isEqualTo("`8080`");
        assertThat(field(Kind.AGENT_POLICY, "spec.toolAccess.rules[].tools").rule())
                .isEqualTo("at least one; each an exact name");
    }
}
