package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.realparts.Nginx;
import ai.altairalabs.omnia.testkit.Attack;
import ai.altairalabs.omnia.testkit.Attack.DoorKind;
import ai.altairalabs.omnia.testkit.AttackReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
    private static final Path VECTORS = Path.of(System.getProperty("omnia.root"), "vectors");
    private static final AttackReader.Result READ = read();
    private static final Map<Integer, String> COUNTED =
            Map.of(400, "malformed", 401, "unauthenticated", 413, "too_large", 503, "not_ready");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path directory;

    private static AttackReader.Result read() {
        try {
            return AttackReader.readAll(VECTORS.resolve("attacks"), VECTORS.resolve("sets"));
        } catch (IOException e) {
            throw new AssertionError("the attacks cannot be read", e);
        }
    }

    @Test
    void everyAttackIsRun() {
        assertThat(READ.problems()).extracting(Problem::render).isEmpty();
        assertThat(VECTORS.resolve("attacks").toFile().list())
                .hasSameSizeAs(READ.attacks())
                .hasSizeGreaterThanOrEqualTo(150);
        Map<Attack.Group, Integer> groups = new EnumMap<>(Attack.Group.class);
        READ.attacks().forEach(attack -> groups.merge(attack.group(), 1, Integer::sum));
        assertThat(groups).containsOnlyKeys(Attack.Group.values());
        System.out.println("attacks: " + READ.attacks().size() + " in all, "
                + at(DoorKind.PROXY).count()
                + " at the proxy, " + at(DoorKind.EXT_AUTHZ).count() + " at the authorizer, "
                + at(DoorKind.DECISION_POINT).count() + " at the decision point; " + groups);
    }

    @TestFactory
    Stream<DynamicTest> theProxy() {
        return at(DoorKind.PROXY)
                .map(attack -> dynamicTest(attack.name(), () -> {
                    AttackRun run = AttackRun.throughProxy(attack, own(attack));
                    check(attack, run);
                    if (COUNTED.containsKey(attack.expect().statuses().getFirst())) {
                        assertThat(run.metrics())
                                .as("what the door counted")
                                .containsPattern("omnia_requests_failed_total\\{[^}]*\""
                                        + COUNTED.get(attack.expect().statuses().getFirst()) + "\"[^}]*} [1-9]");
                    }
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
        return at(kind).map(attack ->
                dynamicTest(attack.name(), () -> check(attack, AttackRun.told(attack, front, own(attack)))));
    }

    /** What the door lets through another reader must read as the tool does. */
    @Test
    void nginxReadsWhatThisDoorLetsThrough() throws Exception {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                Nginx nginx = Nginx.before(tool.uri())) {
            for (Attack attack : at(DoorKind.PROXY)
                    .filter(one -> !one.expect().tool().lines().isEmpty())
                    .toList()) {
                List<RecordingTool.Seen> alone =
                        AttackRun.throughProxy(attack, own(attack)).seen();
                List<RecordingTool.Seen> behind = AttackRun.throughProxy(attack, own(attack), nginx.uri(), tool)
                        .seen();
                compared += alone.size();
                differences.addAll(differences(attack.name(), alone, behind));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(20);
        System.out.println("attacks: nginx read " + compared + " requests as they were decided on");
    }

    private static List<String> differences(
            String name, List<RecordingTool.Seen> alone, List<RecordingTool.Seen> behind) {
        if (alone.size() != behind.size()) {
            return List.of(name + ": " + alone.size() + " requests, behind nginx " + behind.size());
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            String[] line = alone.get(i).line().split(" ", -1);
            String path = line[1].split("[?]", 2)[0];
            String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
            expect(
                    differences,
                    name + ": line",
                    alone.get(i).line(),
                    behind.get(i).line());
            expect(
                    differences,
                    name + ": body",
                    alone.get(i).body(),
                    behind.get(i).body());
            expect(differences, name + ": method", line[0], only(behind.get(i), "X-Nginx-Method"));
            expect(differences, name + ": path", decoded, only(behind.get(i), "X-Nginx-Uri"));
        }
        return differences;
    }

    private static String only(RecordingTool.Seen seen, String header) {
        return String.join(" and ", seen.values(header));
    }

    private static void expect(List<String> differences, String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            differences.add(what + " `" + expected + "`, behind nginx `" + actual + "`");
        }
    }

    private static Stream<Attack> at(DoorKind kind) {
        return READ.attacks().stream().filter(attack -> !attack.notAt().containsKey(kind));
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
        checkTool(attack, run.seen());
        assertThat(run.records())
                .as("the audit log")
                .extracting(record ->
                        record.get("decision").asString() + " " + text(record, "policy") + " " + text(record, "rule"))
                .isEqualTo(expect.audit().stream()
                        .map(one -> one.decision() + " " + one.policy() + " " + one.rule())
                        .toList());
        for (int i = 0; i < run.records().size(); i++) {
            checkRecord(attack, expect.audit().get(i), run.records().get(i));
        }
        run.answers().stream()
                .filter(answer -> answer.status() == 403)
                .forEach(answer -> assertThat(run.records())
                        .extracting(record -> text(record, "decisionId"))
                        .contains(answer.values("X-Omnia-Decision-Id").getFirst()));
    }

    private static void checkAnswer(Attack.Expected expect, RawClient.Answer answer) {
        if (answer.status() == 200) {
            assertThat(answer.body()).isEqualTo("{}");
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

    private static void checkRecord(Attack attack, Attack.Audited expected, JsonNode record) {
        String line = new String(attack.request().bytes(), StandardCharsets.ISO_8859_1);
        assertThat(text(record, "msg")).isEqualTo("policy_decision");
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
