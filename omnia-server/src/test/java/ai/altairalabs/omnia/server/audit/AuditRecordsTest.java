package ai.altairalabs.omnia.server.audit;

import static ai.altairalabs.omnia.server.audit.AuditEvents.PATIENT;
import static ai.altairalabs.omnia.server.audit.AuditEvents.event;
import static ai.altairalabs.omnia.server.audit.AuditEvents.policy;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log says of a call: the bytes that it hands to its stream. */
class AuditRecordsTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private List<String> lines(AuditEvent... events) {
        try (AuditLog log = AuditLog.to(out, Clock.systemUTC(), PATIENT)) {
            for (AuditEvent event : events) {
                log.write(event);
            }
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<JsonNode> records(AuditEvent... events) {
        return lines(events).stream().map(JACKSON::readTree).toList();
    }

    @Test
    void writesTheTutorialsRecord() {
        AuditEvent event = event("{\"amount\":750}", policy("refund-guardrails", "audit", "deny", true, ""));
        assertThat(lines(event))
                .containsExactly("{\"msg\":\"policy_decision\",\"decision\":\"deny\",\"wouldDeny\":true,"
                        + "\"mode\":\"audit\",\"policy\":\"refund-guardrails\",\"rule\":\"max-refund-amount\","
                        + "\"message\":\"Refund amount exceeds the $500 limit\",\"path\":\"/v1/refund\","
                        + "\"method\":\"POST\",\"time\":\"2026-11-23T10:00:00.500Z\",\"level\":\"warn\","
                        + "\"decisionId\":\"d-1\",\"kind\":\"ToolPolicy\",\"namespace\":\"production\","
                        + "\"agent\":\"support-agent\",\"registry\":\"customer-tools\",\"tool\":\"process_refund\","
                        + "\"subject\":\"user-1\",\"session\":\"s-1\",\"requestId\":\"r-1\",\"traceId\":\"t-1\","
                        + "\"revision\":\"" + event.decision().revision() + "\",\"durationMicros\":42,"
                        + "\"arguments\":{\"amount\":750}}");
    }

    @Test
    void aRefusalIsNoWouldDeny() {
        JsonNode record = records(event("{\"amount\":750}", policy("a", "enforce", "deny", false, "")))
                .getFirst();
        assertThat(record.get("decision").asString()).isEqualTo("deny");
        assertThat(record.get("wouldDeny").isBoolean()).isTrue();
        assertThat(record.get("wouldDeny").asBoolean()).isFalse();
        assertThat(record.get("mode").asString()).isEqualTo("enforce");
        assertThat(record.has("arguments")).as("only with logDecisions").isFalse();
    }

    @Test
    void anAllowedCallIsRecordedOncePerPolicyThatLogsDecisions() {
        AuditEvent event = event(
                "{\"amount\":5}",
                policy("c", "audit", "deny", true, ""),
                policy("a", "enforce", "deny", true, ""),
                policy("b", "enforce", "deny", false, ""));
        List<JsonNode> records = records(event);
        assertThat(records)
                .extracting(record -> record.get("policy").asString())
                .containsExactly("a", "c");
        assertThat(records).extracting(record -> record.get("mode").asString()).containsExactly("enforce", "audit");
        for (JsonNode record : records) {
            assertThat(record.get("decision").asString()).isEqualTo("allow");
            assertThat(record.get("wouldDeny").asBoolean()).isFalse();
            assertThat(record.get("rule").asString()).isEmpty();
            assertThat(record.get("message").asString()).isEmpty();
            assertThat(record.get("level").asString()).isEqualTo("info");
        }
    }

    @Test
    void anAllowedCallLeavesNoRecordByDefault() {
        AuditEvent event = event("{\"amount\":5}", policy("a", "enforce", "deny", false, ""));
        assertThat(AuditLog.isRecorded(event.decision())).isFalse();
        assertThat(lines(event)).isEmpty();
    }

    @Test
    void aRefusedCallIsNotRecordedAsAllowedByOthers() {
        String other = policy("b", "enforce", "deny", true, "").replace("> 500.0", "> 5000.0");
        AuditEvent event = event("{\"amount\":750}", policy("a", "enforce", "deny", false, ""), other);
        assertThat(records(event))
                .extracting(record -> record.get("policy").asString())
                .containsExactly("a");
    }

    @Test
    void aToleratedFailureIsRecordedAsAllowedWithItsError() {
        AuditEvent event = event("{\"amount\":\"x\"}", policy("a", "enforce", "allow", true, ""));
        List<JsonNode> records = records(event);
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().get("decision").asString()).isEqualTo("allow");
        assertThat(records.getFirst().get("wouldDeny").asBoolean()).isFalse();
        assertThat(records.getFirst().get("rule").asString()).isEqualTo("max-refund-amount");
        assertThat(records.getFirst().get("error").asString()).isNotEmpty();
    }

    @Test
    void theDecisionPointsOwnFindingsAreRecorded() {
        JsonNode record = records(event(new ToolIdentity.Unknown(), "", policy("a", "enforce", "deny", true, "")))
                .getFirst();
        assertThat(record.get("rule").asString()).isEqualTo("unknown-tool");
        assertThat(record.get("policy").asString()).isEmpty();
        assertThat(record.get("mode").asString()).isEqualTo("enforce");
        assertThat(record.has("kind")).isFalse();
        assertThat(record.has("tool")).isFalse();
    }

    @Test
    void masksSecretsAtAnyDepthWhateverTheirSpelling() {
        String body = """
                {"amount":5,"password":"p1","nested":[{"API_KEY":"p2","apiKey":"p3","Card":{"number":"p4"}}],
                 "Token":["p5"],"secret":7,"Authorization":"p6","cookie":null,"ssn":"p8","note":"visible"}""";
        AuditEvent event =
                event(body, policy("a", "enforce", "deny", true, "CARD"), policy("b", "enforce", "deny", false, "ssn"));
        String line = lines(event).getFirst();
        assertThat(line).doesNotContainPattern("p[1-8]").doesNotContain(":7").contains("visible");
        assertThat(JACKSON.readTree(line)
                        .get("arguments")
                        .get("nested")
                        .get(0)
                        .get("Card")
                        .asString())
                .isEqualTo("***");
    }

    @Test
    void argumentsThatAreTooLongAreLeftOutWhole() {
        AuditEvent event = event("{\"note\":\"" + "x".repeat(20_000) + "\"}", policy("a", "enforce", "deny", true, ""));
        JsonNode record = records(event).getFirst();
        assertThat(record.has("arguments")).isFalse();
        assertThat(record.get("argumentsTruncated").asBoolean()).isTrue();
    }

    @Test
    void aBodyThatWasNotReadIsNotRecorded() {
        String blind = policy("a", "enforce", "deny", true, "")
                .replace("has(body.amount) && double(body.amount) > 500.0", "agent.name == \"x\"");
        assertThat(records(event("streamed", blind)).getFirst().has("arguments"))
                .isFalse();
    }

    private String refusal(Refused refused) {
        try (AuditLog log = AuditLog.to(out, Clock.systemUTC(), PATIENT)) {
            log.write(refused);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatADoorRefusesByItselfHasTheSameFields() {
        assertThat(refusal(AuditEvents.refused("POST", "/v1/./refund")))
                .isEqualTo("{\"msg\":\"request_refused\",\"decision\":\"deny\",\"wouldDeny\":false,"
                        + "\"mode\":\"enforce\",\"policy\":\"\",\"rule\":\"\","
                        + "\"message\":\"the path has a dot segment\",\"path\":\"/v1/./refund\",\"method\":\"POST\","
                        + "\"time\":\"2026-11-23T10:00:00.500Z\",\"level\":\"warn\",\"namespace\":\"production\","
                        + "\"status\":400,\"reason\":\"malformed\"}\n");
    }

    @Test
    void whatAnybodyMaySendIsEscapedAndCut() {
        String line = refusal(AuditEvents.refused("A\u0000\r\nB", "/\u001b[2J\u2028" + "\u00ff".repeat(100_000)));
        assertThat(line).hasLineCount(1).hasSizeLessThan(8 * 1024);
        assertThat(line.substring(0, line.length() - 1)).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\u2028]");
        assertThat(JACKSON.readTree(line).get("method").asString()).isEqualTo("A\u0000\r\nB");
        assertThat(JACKSON.readTree(line).get("path").asString()).endsWith("\u00ff…");
    }
}
