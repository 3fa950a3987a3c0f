package ai.altairalabs.omnia.server.audit;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.call.JsonReader;
import ai.altairalabs.omnia.core.call.Query;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.Decision;
import ai.altairalabs.omnia.core.decision.Finding.Effect;
import ai.altairalabs.omnia.core.decision.Finding.Source;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.fuzz.Draw;
import ai.altairalabs.omnia.fuzz.Effort;
import ai.altairalabs.omnia.fuzz.Finding;
import ai.altairalabs.omnia.fuzz.StrictJson;
import ai.altairalabs.omnia.server.json.JsonLines;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Audit records: whatever a call and a decision hold, each record is one line of JSON without control characters, says what
 * it was given, and masks what it must. The input is texts, each ended by 0xFF, and then a body.
 */
public final class AuditTarget {
    private static final Set<String> MASKED =
            Set.of("authorization", "cookie", "password", "token", "secret", "apikey", "iban", "cardnumber");
    private static final ResourceName POLICY = new ResourceName("production", "refund-guardrails");
    private static final ToolPolicy.Audit AUDIT = new ToolPolicy.Audit(true, Set.of("iban", "Card_Number"));
    private static final PolicySet NO_POLICIES =
            PolicySet.compile(ManifestReader.read(List.of()), Limits.standard(System::nanoTime));
    private static final List<Effect> EFFECTS = List.of(Effect.REFUSE, Effect.WOULD_REFUSE, Effect.TOLERATED);
    private static final AuditRecords RECORDS = new AuditRecords();

    private AuditTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Draw draw = new Draw(bytes);
        int kind = draw.octet();
        String rule = draw.text();
        String message = draw.text();
        String error = draw.text();
        String path = draw.text();
        String method = draw.text();
        String subject = draw.text();
        String trace = draw.text();
        ToolCall call = new ToolCall(
                new ToolCall.Agent(draw.text(), draw.text()),
                new ToolIdentity.Known(draw.text(), draw.text()),
                new Identity(subject, "", List.of(), Map.of(), ""),
                Headers.NONE,
                Query.NONE,
                JsonReader.read(draw.rest()),
                "s-1",
                new ToolCall.Request("r-1", method, path, Instant.ofEpochSecond(1_795_000_000L + kind)));
        Effect effect = EFFECTS.get(kind % EFFECTS.size());
        boolean found = kind % 5 != 4;
        Decision decision = new Decision(
                found
                        ? List.of(new ai.altairalabs.omnia.core.decision.Finding(
                                new Source.Policy(Kind.TOOL_POLICY, POLICY, "audit"),
                                rule,
                                message,
                                effect,
                                kind % 2 == 0 ? error : null))
                        : List.of(),
                List.of(),
                Map.of(POLICY, AUDIT),
                "rev-1");

        Effort effort = new Effort();
        JsonLines lines = RECORDS.of(new AuditEvent("d-1", call, NO_POLICIES, decision, trace, kind));
        effort.check("writing the record");

        Map<?, ?> record = record(lines.toBytes());
        Finding.unlessEqual("the mark", record.get("msg"), "policy_decision");
        Finding.unlessEqual("the path", record.get("path"), written(path));
        Finding.unlessEqual("the method", record.get("method"), written(method));
        Finding.unlessEqual("the subject", record.get("subject"), subject.isEmpty() ? null : written(subject));
        Finding.unlessEqual("the rule", record.get("rule"), found ? wellFormed(rule) : "");
        Finding.unlessEqual("the message", record.get("message"), found ? written(message) : "");
        Finding.unlessEqual(
                "the decision", record.get("decision"), found && effect != Effect.TOLERATED ? "deny" : "allow");
        Finding.unlessEqual("wouldDeny", record.get("wouldDeny"), found && effect == Effect.WOULD_REFUSE);
        if (call.body() instanceof Body.Json(var body) && record.containsKey("arguments")) {
            checkArguments(body, record.get("arguments"));
        } else {
            Finding.unlessEqual(
                    "that arguments were left out",
                    record.get("argumentsTruncated"),
                    call.body() instanceof Body.Json ? true : null);
        }
        checkRefused(path, method, message);
    }

    /** What a door refuses by itself holds the least trusted texts of all. */
    private static void checkRefused(String path, String method, String message) {
        Map<?, ?> record = record(RECORDS.of(new Refused(
                        Refused.What.REQUEST,
                        Instant.ofEpochSecond(1_795_000_000L),
                        400,
                        "malformed",
                        message,
                        Refused.Request.of(method, path, "production")))
                .toBytes());
        int most = AuditRecords.MAX_REFUSED_TEXT;
        Finding.unlessEqual("the mark", record.get("msg"), "request_refused");
        Finding.unlessEqual("the path", record.get("path"), written(path, most));
        Finding.unlessEqual("the method", record.get("method"), written(method, most));
        Finding.unlessEqual("the message", record.get("message"), written(message, most));
    }

    private static Map<?, ?> record(byte[] line) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Finding("a record is not UTF-8");
        }
        Finding.unless(text.endsWith("}\n"), "a record does not end with its line");
        for (int i = 0; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            Finding.unless(
                    !Character.isISOControl(c) && c != '\u2028' && c != '\u2029',
                    "a record holds the control character " + (int) c);
        }
        return Objects.requireNonNull((Map<?, ?>) StrictJson.read(line));
    }

    private static void checkArguments(Map<?, ?> body, @Nullable Object written) {
        if (!(written instanceof Map<?, ?> map)) {
            throw new Finding("arguments that are no object");
        }
        List<String> names = new ArrayList<>();
        body.forEach((name, value) -> {
            String plain = ((String) name).toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
            Object other = map.get(wellFormed((String) name));
            names.add(wellFormed((String) name));
            if (MASKED.contains(plain)) {
                Finding.unlessEqual("a masked value", other, "***");
            } else if (value != null) {
                checkValue(value, other);
            }
        });
        Finding.unless(names.containsAll(map.keySet()), "arguments that nobody sent");
    }

    private static void checkValue(Object sent, @Nullable Object written) {
        switch (sent) {
            case Map<?, ?> map -> checkArguments(map, written);
            case String text -> Finding.unlessEqual("a text", written, wellFormed(text));
            case List<?> items -> {
                Finding.unless(
                        written instanceof List<?> list && list.size() == items.size(), "a list of another length");
                for (int i = 0; i < items.size(); i++) {
                    checkValue(
                            Objects.requireNonNull(items.get(i)), ((List<?>) Objects.requireNonNull(written)).get(i));
                }
            }
            case Boolean bool -> Finding.unlessEqual("a boolean", written, bool);
            case Number number ->
                Finding.unless(
                        written instanceof Number other && other.doubleValue() == number.doubleValue(),
                        "another number: " + written + " for " + number);
            default -> Finding.unlessEqual("null", written, null);
        }
    }

    private static String written(String text) {
        return written(text, AuditRecords.MAX_TEXT);
    }

    private static String written(String text, int most) {
        if (text.length() <= most) {
            return wellFormed(text);
        }
        int end = most;
        return wellFormed(text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…");
    }

    /** Half a surrogate pair is written as U+FFFD. */
    private static String wellFormed(String text) {
        StringBuilder copy = new StringBuilder();
        text.codePoints().forEach(point -> copy.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point));
        return copy.toString();
    }
}
