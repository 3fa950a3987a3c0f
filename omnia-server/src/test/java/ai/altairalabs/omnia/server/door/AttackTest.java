package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.testkit.Attack;
import ai.altairalabs.omnia.testkit.Attack.Audited.Found;
import ai.altairalabs.omnia.testkit.Attack.Audited.Refused;
import ai.altairalabs.omnia.testkit.Attack.DoorKind;
import ai.altairalabs.omnia.testkit.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every attack against a real door of each kind: the tool sees nothing, or exactly what was decided on. */
class AttackTest {
    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path directory;

    @Test
    void everyAttackIsRun() {
        assertThat(Attacks.READ.problems()).extracting(Problem::render).isEmpty();
        assertThat(Attacks.DIRECTORY.toFile().list())
                .hasSameSizeAs(Attacks.READ.attacks())
                .hasSizeGreaterThanOrEqualTo(150);
        Map<Attack.Group, Integer> groups = new EnumMap<>(Attack.Group.class);
        Attacks.READ.attacks().forEach(attack -> groups.merge(attack.group(), 1, Integer::sum));
        assertThat(groups).containsOnlyKeys(Attack.Group.values());
        System.out.println("attacks: " + Attacks.READ.attacks().size() + " in all, "
                + Attacks.at(DoorKind.PROXY).count()
                + " at the proxy, " + Attacks.at(DoorKind.EXT_AUTHZ).count() + " at the authorizer, "
                + Attacks.at(DoorKind.DECISION_POINT).count() + " at the decision point; " + groups);
    }

    @TestFactory
    Stream<DynamicTest> theProxy() {
        return Attacks.at(DoorKind.PROXY)
                .map(attack -> dynamicTest(attack.name(), () -> {
                    AttackRun run = AttackRun.throughProxy(attack, own(attack));
                    check(attack, run);
                    attack.expect().audit().forEach(record -> {
                        if (record instanceof Refused refused) {
                            assertThat(run.metrics())
                                    .as("what the door counted")
                                    .containsPattern("omnia_requests_failed_total\\{[^}]*\"" + refused.reason()
                                            + "\"[^}]*} [1-9]");
                        }
                    });
                }));
    }

    @TestFactory
    Stream<DynamicTest> theAuthorizer() {
        return told(DoorKind.EXT_AUTHZ, new ExtAuthzFront());
    }

    @TestFactory
    Stream<DynamicTest> theDecisionPoint() {
        return told(DoorKind.DECISION_POINT, new DecisionFront());
    }

    private Stream<DynamicTest> told(DoorKind kind, Front front) {
        return Attacks.at(kind)
                .map(attack ->
                        dynamicTest(attack.name(), () -> check(attack, AttackRun.told(attack, front, own(attack)))));
    }

    private Path own(Attack attack) throws IOException {
        return Files.createTempDirectory(directory, attack.name());
    }

    private static void check(Attack attack, AttackRun run) {
        Attack.Expected expect = attack.expect();
        assertThat(run.answers())
                .as(attack.description())
                .extracting(RawClient.Answer::status)
                .isEqualTo(expect.statuses());
        run.answers().forEach(answer -> checkAnswer(expect, answer));
        checkToolsAnswers(attack, run.answers());
        checkTool(attack, run.seen());
        assertThat(run.records())
                .as("the audit log")
                .extracting(AttackTest::told)
                .isEqualTo(expect.audit().stream().map(AttackTest::told).toList());
        for (int i = 0; i < run.records().size(); i++) {
            checkRecord(attack, run, expect.audit().get(i), run.records().get(i));
        }
        expect.nowhere()
                .forEach(text -> assertThat(run.seen().toString() + run.records())
                        .as("at the tool and in the log")
                        .doesNotContain(text));
        run.answers().stream()
                .filter(answer -> answer.status() == 403)
                .forEach(answer -> assertThat(run.records())
                        .extracting(record -> text(record, "decisionId"))
                        .contains(answer.values("X-Omnia-Decision-Id").getFirst()));
    }

    private static void checkAnswer(Attack.Expected expect, RawClient.Answer answer) {
        if (answer.status() == 200) {
            if (expect.answers().isEmpty()) {
                assertThat(answer.body()).isEqualTo("{}");
            }
            return;
        }
        assertThat(answer.body()).doesNotContain("java.", "Exception", "body.", "headers[");
        if (answer.head().contains("Content-Type: application/json")
                && !answer.body().isEmpty()) {
            JsonNode body = JsonMapper.shared().readTree(answer.body());
            assertThat(body.path("rule").asString("")).isEqualTo(answer.status() == 403 ? expect.rule() : "");
            assertThat(body.get("message").asString()).isNotEmpty();
        }
        assertThat(answer.values("X-Omnia-Decision-Id")).hasSize(answer.status() == 403 ? 1 : 0);
    }

    /** The tool's own answers, whatever they hold, are what the caller gets. */
    private static void checkToolsAnswers(Attack attack, List<RawClient.Answer> answers) {
        List<RawClient.Answer> tools =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        List<Octets> expected = attack.expect().answers();
        if (expected.isEmpty()) {
            return;
        }
        assertThat(tools)
                .extracting(RawClient.Answer::body)
                .isEqualTo(expected.stream()
                        .map(octets -> new String(octets.bytes(), StandardCharsets.UTF_8))
                        .toList());
        for (int i = 0; i < tools.size(); i++) {
            String given = new String(attack.answers().get(i).bytes(), StandardCharsets.ISO_8859_1);
            assertThat(tools.get(i).values("Content-Type"))
                    .isEqualTo(new RecordingTool.Seen(given, "").values("Content-Type"));
        }
    }

    private static void checkTool(Attack attack, List<RecordingTool.Seen> seen) {
        Attack.AtTool expected = attack.expect().tool();
        assertThat(seen)
                .as("what the tool saw")
                .extracting(RecordingTool.Seen::line)
                .isEqualTo(expected.lines());
        if (seen.isEmpty()) {
            return;
        }
        RecordingTool.Seen first = seen.getFirst();
        String sent = new String(AttackRun.octets(attack), StandardCharsets.ISO_8859_1);
        String body = expected.body() == null
                ? sent.substring(sent.indexOf("\r\n\r\n") + 4)
                : new String(expected.body().bytes(), StandardCharsets.ISO_8859_1);
        assertThat(first.body()).as("the body at the tool").isEqualTo(body);
        expected.headers()
                .forEach(
                        (name, value) -> assertThat(first.values(name)).as(name).containsExactly(value));
        expected.without()
                .forEach(name -> assertThat(first.values(name)).as(name).isEmpty());
        for (RecordingTool.Seen one : seen) {
            assertThat(one.values("X-Omnia-Context")).isEmpty();
            assertThat(one.values("Authorization")).isEmpty();
        }
    }

    /** What a record must say at least. */
    private static String told(Attack.Audited record) {
        return switch (record) {
            case Found found -> "policy_decision " + found.decision() + " " + found.policy() + " " + found.rule();
            case Refused refused ->
                refused.what() + "_refused " + refused.reason() + " `" + refused.request() + "` "
                        + plain(refused.message());
        };
    }

    private static String told(JsonNode record) {
        String msg = text(record, "msg");
        return msg.equals("policy_decision")
                ? msg + " " + text(record, "decision") + " " + text(record, "policy") + " " + text(record, "rule")
                : msg + " " + text(record, "reason") + " `"
                        + (text(record, "method") + " " + text(record, "path")).strip() + "` "
                        + plain(text(record, "message"));
    }

    /** Envoy tells a header's name in lower case. */
    private static String plain(String message) {
        return message.toLowerCase(Locale.ROOT);
    }

    private static void checkRecord(Attack attack, AttackRun run, Attack.Audited expected, JsonNode record) {
        switch (expected) {
            case Found found -> checkFound(attack, found, record);
            case Refused _ -> checkRefused(run, record);
        }
    }

    private static void checkRefused(AttackRun run, JsonNode record) {
        assertThat(text(record, "decision")).isEqualTo("deny");
        assertThat(record.get("wouldDeny").asBoolean()).isFalse();
        assertThat(text(record, "namespace")).isEqualTo("production");
        assertThat(run.answers()).as("the answer that the record is about").anySatisfy(answer -> {
            assertThat(record.get("status").asInt()).isEqualTo(answer.status());
            if (!answer.body().isEmpty()) {
                assertThat(JsonMapper.shared()
                                .readTree(answer.body())
                                .get("message")
                                .asString())
                        .isEqualTo(text(record, "message"));
            }
        });
    }

    private static void checkFound(Attack attack, Found expected, JsonNode record) {
        String line = new String(attack.request().bytes(), StandardCharsets.ISO_8859_1);
        boolean onlyWatches =
                text(record, "mode").equals("audit") && text(record, "decision").equals("deny");
        assertThat(record.get("wouldDeny").asBoolean()).isEqualTo(onlyWatches);
        assertThat(line).contains(text(record, "method") + " " + text(record, "path"));
        assertThat(text(record, "decisionId")).isNotEmpty();
        assertThat(text(record, "requestId")).isNotEmpty();
        if (expected.error() == null) {
            assertThat(record.has("error"))
                    .as("a failure: %s", record.get("error"))
                    .isFalse();
        } else {
            assertThat(text(record, "error")).contains(expected.error());
        }
    }

    private static String text(JsonNode record, String field) {
        return record.path(field).asString("");
    }
}
