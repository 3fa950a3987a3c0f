package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.decision.MappedClaims;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import ai.altairalabs.omnia.testkit.Octets;
import ai.altairalabs.omnia.testkit.Outcome;
import ai.altairalabs.omnia.testkit.Outcome.Answer;
import ai.altairalabs.omnia.testkit.Outcome.Effect;
import ai.altairalabs.omnia.testkit.Outcome.Found;
import ai.altairalabs.omnia.testkit.Vector;
import ai.altairalabs.omnia.testkit.VectorCall;
import ai.altairalabs.omnia.testkit.VectorPolicies;
import ai.altairalabs.omnia.testkit.VectorRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs vectors through a door of their own, over a socket, with an audit log that is read back. */
final class DoorRunner implements VectorRunner {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<Manifests, VectorPolicies> LOADED = new ConcurrentHashMap<>();

    private final IdentityMode mode;
    private final Front front;

    private record Manifests(List<SourceText> earlier, List<SourceText> policies, boolean faulty) {}

    DoorRunner(IdentityMode mode, Front front) {
        this.mode = mode;
        this.front = front;
    }

    /**
     * What the door did.
     *
     * @param outcome what became of the call
     * @param answer what the caller got
     * @param records what the audit log says of decisions, line by line
     * @param mode how the door learned who called
     */
    record Run(Outcome outcome, RawClient.Answer answer, List<JsonNode> records, IdentityMode mode) {}

    @Override
    public Outcome run(Vector vector) {
        return observe(vector).outcome();
    }

    Run observe(Vector vector) {
        VectorPolicies loaded = LOADED.computeIfAbsent(
                new Manifests(vector.earlier(), vector.policies(), vector.faulty()), _ -> VectorPolicies.load(vector));
        VectorCall call = vector.call();
        MappedClaims claims = call.claims(loaded.inForce().claimMapping(call.namespace(), call.agent()));
        IdentityMode effective = modeFor(call, claims);
        GivenPolicies policies = new GivenPolicies(loaded.earlier() == null ? loaded.inForce() : loaded.earlier());
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Front.Got got;
        boolean undecided;
        AuditLog audit = Patient.log(log);
        DecisionSettings settings = DecisionSettings.of(call.namespace()).withUnknownTool(call.unknownTool());
        try (audit;
                Front.Opened door = front.open(settings, effective.authenticator(call), policies, audit)) {
            if (loaded.earlier() != null) {
                useOnce(door);
                policies.give(loaded.inForce());
            }
            got = door.send(new Front.Sent(
                    call.request().method(),
                    call.request().target(),
                    effective.headers(call, claims),
                    call.request().body()));
            undecided = got.seen().isEmpty() && got.answer().status() != 403 && !door.isFromBefore(got.answer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(audit.dropped()).as("records that were lost").isZero();
        List<JsonNode> all =
                log.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
        List<JsonNode> records = all.stream()
                .filter(record -> text(record, "msg").equals("policy_decision"))
                .toList();
        assertThat(all.size() - records.size())
                .as("records of requests that were refused undecided")
                .isEqualTo((loaded.earlier() == null ? 0 : 1) + (undecided ? 1 : 0));
        return new Run(outcome(got.answer(), got.seen(), records), got.answer(), records, effective);
    }

    /**
     * A facade refuses a claim that no header can hold, and speaks for a named agent only: there is no signed context for
     * either. A door that gets the user's own token meets both.
     */
    private IdentityMode modeFor(VectorCall call, MappedClaims claims) {
        boolean unsigned = !claims.illegal().isEmpty() || call.agent().isEmpty();
        return mode == IdentityMode.SIGNED && unsigned ? IdentityMode.JWT : mode;
    }

    /** A call that no mode lets in: after it the door has worked with the set in force, and nothing was decided. */
    private static void useOnce(Front.Opened door) throws IOException {
        Front.Got got =
                door.send(new Front.Sent("POST", "/v1/refund", Map.of("X-Omnia-Namespace", "another"), Octets.NONE));
        assertThat(got.answer().status()).isEqualTo(401);
        assertThat(got.seen()).isEmpty();
    }

    private static Outcome outcome(RawClient.Answer answer, List<RecordingTool.Seen> seen, List<JsonNode> records) {
        boolean logged = records.stream().anyMatch(record -> !isFinding(record));
        List<Found> findings = records.stream()
                .filter(DoorRunner::isFinding)
                .map(DoorRunner::found)
                .toList();
        if (seen.isEmpty()) {
            return new Outcome(new Answer.Stopped(answer.status(), answer.body()), findings, logged);
        }
        assertThat(seen).as("what the tool saw").hasSize(1);
        assertThat(answer.status())
                .as("the answer of a call that reached the tool")
                .isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        return new Outcome(reached(seen.getFirst()), findings, logged);
    }

    private static Answer.Reached reached(RecordingTool.Seen seen) {
        String[] line = seen.line().split(" ", -1);
        assertThat(line).as("the request line at the tool").hasSize(3);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        seen.head().lines().skip(1).filter(field -> !field.isEmpty()).forEach(field -> {
            String name = field.substring(0, field.indexOf(':'));
            headers.put(name, seen.values(name));
        });
        return new Answer.Reached(
                line[0], line[1], headers, Octets.of(seen.body().getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** An allowed call that is only logged has no rule. */
    private static boolean isFinding(JsonNode record) {
        return !text(record, "rule").isEmpty();
    }

    private static Found found(JsonNode record) {
        Effect effect = text(record, "decision").equals("allow")
                ? Effect.TOLERATED
                : record.get("wouldDeny").asBoolean() ? Effect.WOULD_REFUSE : Effect.REFUSE;
        boolean ofPolicy = record.has("kind");
        return new Found(
                text(record, "policy"),
                ofPolicy ? text(record, "mode") : "",
                text(record, "rule"),
                text(record, "message"),
                effect,
                record.has("error"));
    }

    private static String text(JsonNode record, String field) {
        return record.get(field).asString();
    }
}
