package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.testkit.CoreRunner;
import ai.altairalabs.omnia.testkit.Expectation.Verdict;
import ai.altairalabs.omnia.testkit.Outcome;
import ai.altairalabs.omnia.testkit.Outcome.Answer;
import ai.altairalabs.omnia.testkit.Vector;
import ai.altairalabs.omnia.testkit.VectorCall;
import ai.altairalabs.omnia.testkit.VectorReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every vector through a real door of each kind: it must do as the vector says, and as the core alone does. */
class DoorVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("omnia.root"), "vectors");
    private static final VectorReader.Result READ = read();
    private static final Map<String, Outcome> CORE = new ConcurrentHashMap<>();

    private static VectorReader.Result read() {
        try {
            return VectorReader.withSets(VECTORS.resolve("sets")).readAll(VECTORS.resolve("decisions"));
        } catch (IOException e) {
            throw new AssertionError("the vectors cannot be read", e);
        }
    }

    /** Every one. */
    static List<Vector> vectors() {
        return READ.vectors();
    }

    @Test
    void everyVectorIsRun() {
        assertThat(READ.problems()).extracting(Problem::render).isEmpty();
        assertThat(VECTORS.resolve("decisions").toFile().list())
                .hasSameSizeAs(READ.vectors())
                .hasSizeGreaterThan(300);
    }

    @TestFactory
    Stream<DynamicTest> aProxyThatReadsSignedContexts() {
        return tests(IdentityMode.SIGNED, new ProxyFront());
    }

    @TestFactory
    Stream<DynamicTest> aProxyThatReadsUsersTokens() {
        return tests(IdentityMode.JWT, new ProxyFront());
    }

    @TestFactory
    Stream<DynamicTest> aProxyThatTrustsHeaders() {
        return tests(IdentityMode.HEADERS, new ProxyFront());
    }

    @TestFactory
    Stream<DynamicTest> anAuthorizerThatReadsSignedContexts() {
        return tests(IdentityMode.SIGNED, new ExtAuthzFront());
    }

    @TestFactory
    Stream<DynamicTest> anAuthorizerThatReadsUsersTokens() {
        return tests(IdentityMode.JWT, new ExtAuthzFront());
    }

    @TestFactory
    Stream<DynamicTest> anAuthorizerThatTrustsHeaders() {
        return tests(IdentityMode.HEADERS, new ExtAuthzFront());
    }

    @TestFactory
    Stream<DynamicTest> aDecisionPointThatReadsSignedContexts() {
        return tests(IdentityMode.SIGNED, new DecisionFront());
    }

    @TestFactory
    Stream<DynamicTest> aDecisionPointThatReadsUsersTokens() {
        return tests(IdentityMode.JWT, new DecisionFront());
    }

    @TestFactory
    Stream<DynamicTest> aDecisionPointThatTrustsHeaders() {
        return tests(IdentityMode.HEADERS, new DecisionFront());
    }

    private static boolean sensible(IdentityMode mode, Vector vector) {
        return switch (mode) {
            case SIGNED -> true;
            case JWT ->
                !(vector.call().user() instanceof VectorCall.User.Claims)
                        && vector.call().request().header("Authorization") == null
                        // The door itself names the request.
                        && !vector.name().equals("cel-request");
            case HEADERS ->
                (vector.expect().verdict() == Verdict.PERMIT || vector.expect().verdict() == Verdict.REFUSE)
                        // No header names the issuer.
                        && !vector.name().equals("cel-identity-issuer");
        };
    }

    private static Stream<DynamicTest> tests(IdentityMode mode, Front front) {
        DoorRunner door = new DoorRunner(mode, front);
        return READ.vectors().stream()
                .filter(vector -> sensible(mode, vector))
                .map(vector -> dynamicTest(vector.name(), () -> check(vector, door.observe(vector))));
    }

    private static void check(Vector vector, DoorRunner.Run run) {
        assertThat(vector.expect().differences(vector.call(), run.outcome()))
                .as(vector.description())
                .isEmpty();
        assertThat(comparable(run.mode(), run.outcome()))
                .as("as the core decides")
                .isEqualTo(
                        comparable(run.mode(), CORE.computeIfAbsent(vector.name(), _ -> new CoreRunner().run(vector))));
        for (JsonNode record : run.records()) {
            assertThat(record.get("msg").asString()).isEqualTo("policy_decision");
            assertThat(record.get("method").asString())
                    .isEqualTo(vector.call().request().method());
            assertThat(record.get("path").asString())
                    .isEqualTo(vector.call().request().path());
            if (run.mode() == IdentityMode.JWT) {
                assertThat(record.get("requestId").asString()).matches("[0-9a-f]{32}");
            } else {
                assertThat(record.get("requestId").asString())
                        .isEqualTo(vector.call().requestId());
            }
            assertThat(record.path("session").asString(""))
                    .isEqualTo(vector.call().session());
            assertThat(record.path("agent").asString(""))
                    .isEqualTo(vector.call().agent());
        }
        if (run.answer().status() == 403) {
            checkRefusal(run);
        } else {
            assertThat(run.answer().values("X-Omnia-Decision-Id")).isEmpty();
        }
    }

    private static void checkRefusal(DoorRunner.Run run) {
        JsonNode body = JsonMapper.shared().readTree(run.answer().body());
        assertThat(body.propertyNames()).containsExactly("error", "rule", "message");
        assertThat(body.get("error").asString()).isEqualTo("policy_denied");
        assertThat(run.answer().values("Content-Type")).containsExactly("application/json");
        assertThat(run.answer().values("X-Omnia-Decision-Id")).hasSize(1);
        assertThat(run.records())
                .isNotEmpty()
                .extracting(record -> record.get("decisionId").asString())
                .containsOnly(run.answer().values("X-Omnia-Decision-Id").getFirst());
    }

    /** Without what only a connection has: framing, and the words of answers that no policy gives. */
    private static Outcome comparable(IdentityMode mode, Outcome outcome) {
        return new Outcome(
                switch (outcome.answer()) {
                    case Answer.Reached reached -> {
                        Map<String, List<String>> headers = new HashMap<>(reached.headers());
                        headers.remove("host");
                        headers.remove("content-length");
                        if (mode == IdentityMode.JWT) {
                            // The door's own: not the vector's, and not what was sent.
                            assertThat(headers.remove("x-omnia-request-id"))
                                    .isNotNull()
                                    .doesNotContain("forged-request");
                        }
                        yield new Answer.Reached(reached.method(), reached.target(), headers, reached.body());
                    }
                    case Answer.Stopped stopped ->
                        stopped.status() == 403 ? stopped : new Answer.Stopped(stopped.status(), "");
                },
                outcome.findings(),
                outcome.logged());
    }
}
