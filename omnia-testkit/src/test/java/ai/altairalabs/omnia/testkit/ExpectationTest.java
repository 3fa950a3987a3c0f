package ai.altairalabs.omnia.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.testkit.Outcome.Answer;
import ai.altairalabs.omnia.testkit.Outcome.Effect;
import ai.altairalabs.omnia.testkit.Outcome.Found;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    private static final String REFUSAL = "{\"error\":\"policy_denied\",\"rule\":\"cap\",\"message\":\"too much\"}";
    private static final Found CAP = new Found("guard", "enforce", "cap", "too much", Effect.REFUSE, false);

    @Test
    void aRefusalThatWasPermitted() {
        assertThat(differences("outcome: refuse\n  rule: cap", reached(Map.of())))
                .containsExactly(
                        "the call reached the tool, but should have been stopped: refuse by rule `cap`",
                        "no finding says why the call was refused: []");
    }

    @Test
    void aPermissionThatWasRefused() {
        assertThat(differences("outcome: permit", new Outcome(new Answer.Stopped(403, REFUSAL), List.of(CAP), false)))
                .containsExactly(
                        "the answer was 403 `" + REFUSAL + "`, but should have been the tool's",
                        "nothing should have been found, but was: [`guard` refuses by rule `cap` (too much)]");
    }

    @Test
    void theRefusalAsExpected() {
        Outcome refused = new Outcome(new Answer.Stopped(403, REFUSAL), List.of(CAP), false);
        assertThat(differences("outcome: refuse\n  rule: cap\n  message: too much", refused))
                .isEmpty();
        assertThat(differences("outcome: refuse\n  rule: other\n  message: no", refused))
                .containsExactly(
                        "the refusal's rule is `cap`, not `other`",
                        "the refusal's message is `too much`, not `no`",
                        "no finding says why the call was refused: [`guard` refuses by rule `cap` (too much)]");
        assertThat(differences("outcome: malformed\n  findings: any", refused))
                .containsExactly("the answer was 403 `" + REFUSAL + "`, but should have been malformed");
    }

    @Test
    void aRefusalThatSaysTooMuch() {
        String body =
                "{\"error\":\"policy_denied\",\"rule\":\"cap\",\"message\":\"too much\",\"expression\":\"x > 1\"}";
        assertThat(differences(
                        "outcome: refuse\n  rule: cap",
                        new Outcome(new Answer.Stopped(403, body), List.of(CAP), false)))
                .containsExactly("the refusal must have exactly `error`, `rule` and `message`, not `" + body + "`");
        assertThat(differences("outcome: refuse", new Outcome(new Answer.Stopped(403, "no"), List.of(CAP), false)))
                .containsExactly("the refusal's body is not JSON: `no`");
    }

    @Test
    void whatTheToolSaw() {
        String expect = "outcome: permit\n  headers: {X-Team: support, X-Other: a}\n  withoutHeaders: [X-Secret]";
        assertThat(differences(expect, reached(Map.of("X-TEAM", List.of("support"), "x-other", List.of("a")))))
                .isEmpty();
        assertThat(differences(
                        expect, reached(Map.of("x-team", List.of("support", "board"), "x-secret", List.of("s")))))
                .containsExactly(
                        "the tool saw the header `X-Team` as `support`, `board`, not `support`",
                        "the tool saw no header `X-Other`, but should have seen `a`",
                        "the tool saw the header `X-Secret` as `s`, but should not have seen it");
        Answer other = new Answer.Reached("PUT", "/v1/Refund", Map.of(), Octets.ofText("{ }"));
        assertThat(differences("outcome: permit", new Outcome(other, List.of(), false)))
                .containsExactly(
                        "the tool saw the method `PUT`, not `POST`",
                        "the tool saw the target `/v1/Refund`, not `/v1/refund`",
                        "the tool saw the body `{ }`, not the one that was sent");
    }

    @Test
    void whatWasFound() {
        String expect =
                "outcome: permit\n  logged: true\n  findings: [{policy: guard, rule: cap, effect: would-refuse, mode: audit, message: m, failed: true}]";
        assertThat(differences(expect, reached(Map.of())))
                .containsExactly(
                        "the findings are [], not [`guard` would refuse by rule `cap`, mode audit, message `m`, by a failed evaluation]",
                        "the allowed call should have been recorded, but was not");
        Found found = new Found("guard", "audit", "cap", "m", Effect.WOULD_REFUSE, true);
        Outcome same = new Outcome(reached(Map.of()).answer(), List.of(found), true);
        assertThat(differences(expect, same)).isEmpty();
        assertThat(differences("outcome: permit\n  findings: any\n  logged: false", same))
                .containsExactly("the allowed call was recorded, but no policy asks for it");
    }

    private static Outcome reached(Map<String, List<String>> headers) {
        return new Outcome(new Answer.Reached("POST", "/v1/refund", headers, Octets.ofText("{}")), List.of(), false);
    }

    private static List<String> differences(String expect, Outcome outcome) {
        String yaml = "description: d\npolicies: customer-tools\ncall:\n  body: '{}'\nexpect:\n  " + expect + "\n";
        VectorReader.Result read = Vectors.reader().read("case", new SourceText("case.yaml", yaml));
        assertThat(read.problems()).isEmpty();
        Vector vector = read.vectors().getFirst();
        return vector.expect().differences(vector.call(), outcome);
    }
}
