package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.BodyGate;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.decision.BodyUse;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Enforcement;
import ai.altairalabs.omnia.core.decision.Finding;
import ai.altairalabs.omnia.core.decision.MappedClaims;
import ai.altairalabs.omnia.core.decision.Obligation;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.testkit.Outcome.Answer;
import ai.altairalabs.omnia.testkit.Outcome.Effect;
import ai.altairalabs.omnia.testkit.Outcome.Found;
import ai.altairalabs.omnia.testkit.VectorCall.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs vectors through the core alone. It does to a call what a door does: it resolves the tool, writes the
 * {@code X-Omnia-*} headers, reads the body only where a policy does, and fulfils the obligations.
 */
public final class CoreRunner implements VectorRunner {
    /** The longest body that is read, as at a door. */
    static final int MAX_BODY = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Outcome run(Vector vector) {
        PolicySet policies = VectorPolicies.load(vector).inForce();
        VectorCall call = vector.call();
        Request request = call.request();
        byte[] bytes = request.body().bytes();
        if (bytes.length > 0 && !BodyGate.takesBody(request.method())) {
            return stopped(Expectation.Verdict.MALFORMED);
        }
        MappedClaims claims = call.claims(policies.claimMapping(call.namespace(), call.agent()));
        if (!claims.illegal().isEmpty()) {
            return stopped(Expectation.Verdict.MALFORMED);
        }
        ToolIdentity tool = policies.resolver(call.namespace(), null, call.unknownTool(), null)
                .resolve(
                        request.method(),
                        request.path(),
                        request.header(DoorHeaders.TOOL_NAME),
                        request.header(DoorHeaders.TOOL_REGISTRY));
        BodyUse use = policies.bodyUse(tool, call.namespace());
        if (use == BodyUse.ENFORCED && bytes.length > MAX_BODY) {
            return stopped(Expectation.Verdict.TOO_LARGE);
        }
        Headers headers = DoorHeaders.of(call, tool, claims);
        Decision decision = policies.decide(new ToolCall(
                new ToolCall.Agent(call.agent(), call.namespace()),
                tool,
                call.identity(claims),
                headers,
                query(request),
                body(request, bytes, use != BodyUse.UNREAD),
                call.session(),
                new ToolCall.Request(call.requestId(), request.method(), request.path(), Instant.now())));
        return outcome(call, headers, decision);
    }

    private static Body body(Request request, byte[] bytes, boolean reads) {
        if (reads && bytes.length > MAX_BODY) {
            return new Body.Unreadable("the body is longer than " + MAX_BODY + " bytes");
        }
        if (reads && BodyGate.takesBody(request.method())) {
            return BodyGate.read(request.header("Content-Type"), request.header("Content-Encoding"), bytes);
        }
        return bytes.length == 0 ? new Body.Absent() : new Body.Streamed();
    }

    private static Query query(Request request) {
        if (request.query() == null || request.query().isEmpty()) {
            return Query.NONE;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : request.query().split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.putIfAbsent(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return new Query(parameters);
    }

    private static Outcome outcome(VectorCall call, Headers headers, Decision decision) {
        List<Found> findings =
                decision.findings().stream().map(CoreRunner::found).toList();
        return switch (decision.enforcement()) {
            case Enforcement.Refuse refuse -> {
                Map<String, String> body = new LinkedHashMap<>();
                body.put("error", "policy_denied");
                body.put("rule", refuse.rule());
                body.put("message", refuse.message());
                yield new Outcome(new Answer.Stopped(403, JSON.writeValueAsString(body)), findings, false);
            }
            case Enforcement.Permit permit ->
                new Outcome(reached(call, headers, permit.obligations()), findings, logged(decision));
        };
    }

    /** Whether a policy that found nothing asks for a record of the allowed call; a finding is a record already. */
    private static boolean logged(Decision decision) {
        return decision.audited().entrySet().stream()
                .filter(audited -> audited.getValue().logDecisions())
                .anyMatch(audited -> decision.findings().stream()
                        .noneMatch(finding -> finding.source() instanceof Finding.Source.Policy policy
                                && policy.kind() == Kind.TOOL_POLICY
                                && policy.name().equals(audited.getKey())));
    }

    private static Answer reached(VectorCall call, Headers headers, List<Obligation> obligations) {
        Map<String, List<String>> sent = new LinkedHashMap<>();
        headers.forEach((name, value) -> sent.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        sent.remove("authorization");
        for (Obligation obligation : obligations) {
            String name = obligation.header().toLowerCase(Locale.ROOT);
            switch (obligation) {
                case Obligation.SetHeader set -> sent.put(name, List.of(set.value()));
                case Obligation.RemoveHeader _ -> sent.remove(name);
            }
        }
        return new Answer.Reached(
                call.request().method(),
                call.request().target(),
                sent,
                call.request().body());
    }

    private static Found found(Finding finding) {
        Effect effect = switch (finding.effect()) {
            case REFUSE -> Effect.REFUSE;
            case WOULD_REFUSE -> Effect.WOULD_REFUSE;
            case TOLERATED -> Effect.TOLERATED;
        };
        boolean failed = finding.error() != null;
        return switch (finding.source()) {
            case Finding.Source.Policy policy ->
                new Found(policy.name().name(), policy.mode(), finding.rule(), finding.message(), effect, failed);
            case Finding.Source.DecisionPoint _ -> new Found("", "", finding.rule(), finding.message(), effect, failed);
        };
    }

    private static Outcome stopped(Expectation.Verdict verdict) {
        return new Outcome(new Answer.Stopped(verdict.status(), ""), List.of(), false);
    }
}
