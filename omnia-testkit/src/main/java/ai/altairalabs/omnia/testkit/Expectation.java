package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.testkit.Outcome.Answer;
import ai.altairalabs.omnia.testkit.Outcome.Effect;
import ai.altairalabs.omnia.testkit.Outcome.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What must become of a vector's call.
 *
 * @param verdict whether it reaches the tool
 * @param rule the rule of the refusal; null: any
 * @param message the message of the refusal; null: any
 * @param headers header name to the one value that the tool sees
 * @param withoutHeaders names of headers that the tool does not see
 * @param findings every finding in order; null: none when the call is permitted, any when it is refused
 * @param anyFindings the findings are not looked at
 * @param logged whether the allowed call is recorded by {@code audit.logDecisions}; null: not looked at
 */
public record Expectation(
        Verdict verdict,
        @Nullable String rule,
        @Nullable String message,
        Map<String, String> headers,
        Set<String> withoutHeaders,
        @Nullable List<Finding> findings,
        boolean anyFindings,
        @Nullable Boolean logged) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public Expectation {
        Objects.requireNonNull(verdict);
        headers = new LinkedHashMap<>(headers);
        withoutHeaders = Set.copyOf(withoutHeaders);
        findings = findings == null ? null : List.copyOf(findings);
    }

    /** Whether the call reaches the tool, and why not. */
    public enum Verdict {
        PERMIT(200),
        /** A policy refuses it. */
        REFUSE(403),
        /** It cannot be passed on as it is: a claim is no legal header value, for example. */
        MALFORMED(400),
        /** Its body must be read and is longer than a door reads. */
        TOO_LARGE(413);

        private final int status;

        Verdict(int status) {
            this.status = status;
        }

        /** The status of the door's answer. */
        public int status() {
            return status;
        }

        /** As in a vector. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One expected finding; null: not looked at.
     *
     * @param policy empty: the decision point itself
     */
    public record Finding(
            String policy,
            String rule,
            Effect effect,
            @Nullable String mode,
            @Nullable String message,
            @Nullable Boolean failed) {
        public Finding {
            Objects.requireNonNull(policy);
            Objects.requireNonNull(rule);
            Objects.requireNonNull(effect);
        }

        boolean matches(Found found) {
            return policy.equals(found.policy())
                    && rule.equals(found.rule())
                    && effect == found.effect()
                    && (mode == null || mode.equals(found.mode()))
                    && (message == null || message.equals(found.message()))
                    && (failed == null || failed == found.failed());
        }

        @Override
        public String toString() {
            return "`" + (policy.isEmpty() ? "the decision point" : policy) + "` " + effect.verb() + " by rule `" + rule
                    + "`"
                    + (mode == null ? "" : ", mode " + mode)
                    + (message == null ? "" : ", message `" + message + "`")
                    + (failed == null ? "" : failed ? ", by a failed evaluation" : ", not by a failed evaluation");
        }
    }

    /** How the outcome differs from this, one sentence each, for people; empty: it does not. */
    public List<String> differences(VectorCall call, Outcome outcome) {
        List<String> differences = new ArrayList<>();
        switch (outcome.answer()) {
            case Answer.Reached reached -> reached(call, reached, differences);
            case Answer.Stopped stopped -> stopped(stopped, differences);
        }
        findings(outcome, differences);
        if (logged != null && logged != outcome.logged()) {
            differences.add(
                    logged
                            ? "the allowed call should have been recorded, but was not"
                            : "the allowed call was recorded, but no policy asks for it");
        }
        return differences;
    }

    private void reached(VectorCall call, Answer.Reached reached, List<String> differences) {
        if (verdict != Verdict.PERMIT) {
            differences.add("the call reached the tool, but should have been stopped: " + expectedStop());
            return;
        }
        if (!reached.method().equals(call.request().method())) {
            differences.add("the tool saw the method `" + reached.method() + "`, not `"
                    + call.request().method() + "`");
        }
        if (!reached.target().equals(call.request().target())) {
            differences.add("the tool saw the target `" + reached.target() + "`, not `"
                    + call.request().target() + "`");
        }
        if (!reached.body().equals(call.request().body())) {
            differences.add("the tool saw the body `" + reached.body() + "`, not the one that was sent");
        }
        headers.forEach((name, value) -> {
            List<String> values = reached.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            if (values.isEmpty()) {
                differences.add("the tool saw no header `" + name + "`, but should have seen `" + value + "`");
            } else if (!values.equals(List.of(value))) {
                differences.add("the tool saw the header `" + name + "` as `" + String.join("`, `", values) + "`, not `"
                        + value + "`");
            }
        });
        withoutHeaders.stream().sorted().forEach(name -> {
            List<String> values = reached.headers().get(name.toLowerCase(Locale.ROOT));
            if (values != null) {
                differences.add("the tool saw the header `" + name + "` as `" + String.join("`, `", values)
                        + "`, but should not have seen it");
            }
        });
    }

    private String expectedStop() {
        return rule == null ? verdict.word() : verdict.word() + " by rule `" + rule + "`";
    }

    private void stopped(Answer.Stopped stopped, List<String> differences) {
        if (stopped.status() != verdict.status()) {
            differences.add("the answer was " + stopped.status() + " `" + stopped.body() + "`, but should have been "
                    + (verdict == Verdict.PERMIT ? "the tool's" : expectedStop()));
            return;
        }
        if (verdict == Verdict.REFUSE) {
            refusal(stopped.body(), differences);
        }
    }

    private void refusal(String body, List<String> differences) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException e) {
            differences.add("the refusal's body is not JSON: `" + body + "`");
            return;
        }
        if (!Set.copyOf(json.propertyNames()).equals(Set.of("error", "rule", "message"))
                || !text(json, "error").equals("policy_denied")) {
            differences.add("the refusal must have exactly `error`, `rule` and `message`, not `" + body + "`");
            return;
        }
        if (rule != null && !rule.equals(text(json, "rule"))) {
            differences.add("the refusal's rule is `" + text(json, "rule") + "`, not `" + rule + "`");
        }
        if (message != null && !message.equals(text(json, "message"))) {
            differences.add("the refusal's message is `" + text(json, "message") + "`, not `" + message + "`");
        }
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asString("");
    }

    private void findings(Outcome outcome, List<String> differences) {
        if (anyFindings) {
            return;
        }
        if (findings == null) {
            impliedFindings(outcome, differences);
            return;
        }
        boolean same = findings.size() == outcome.findings().size();
        for (int i = 0; same && i < findings.size(); i++) {
            same = findings.get(i).matches(outcome.findings().get(i));
        }
        if (!same) {
            differences.add("the findings are " + outcome.findings() + ", not " + findings);
        }
    }

    private void impliedFindings(Outcome outcome, List<String> differences) {
        if (verdict == Verdict.REFUSE) {
            boolean named = outcome.findings().stream()
                    .anyMatch(found -> found.effect() == Effect.REFUSE && (rule == null || rule.equals(found.rule())));
            if (!named) {
                differences.add("no finding says why the call was refused: " + outcome.findings());
            }
        } else if (!outcome.findings().isEmpty()) {
            differences.add("nothing should have been found, but was: " + outcome.findings());
        }
    }
}
