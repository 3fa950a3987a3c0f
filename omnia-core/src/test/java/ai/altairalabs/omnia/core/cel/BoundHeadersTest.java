package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of the headers would know names in lower case only, so there are none; all else may have a name. */
class BoundHeadersTest {
    private static final CelEngine ENGINE = new CelEngine(Limits.standard(() -> 0));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cel.bind(h, headers, 'X-Ticket' in h)",
                "cel.bind(h, has(body.a) ? headers : {}, 'X-Ticket' in h)",
                "cel.bind(h, dyn(headers), 'X-Ticket' in h)",
                "cel.bind(h, [headers][0], 'X-Ticket' in h)",
                "cel.bind(h, {'a': headers}.a, 'X-Ticket' in h)",
                "cel.bind(h, optional.of(headers).value(), 'X-Ticket' in h)",
                "cel.bind(h, [headers].filter(x, true)[0], 'X-Ticket' in h)",
                "cel.bind(a, 1, cel.bind(h, headers, 'X-Ticket' in h))",
                "[1].exists(x, cel.bind(h, headers, h['X-Ticket'] == 'T-1'))",
                "cel.bind(h, cel.bind(g, 1, headers), 'X-Ticket' in h)",
            })
    void refusesAnotherNameOfTheHeaders(String expression) {
        assertThat(ENGINE.rule(SampleCall.expression(expression)))
                .isInstanceOfSatisfying(
                        Compilation.Faulty.class,
                        faulty -> assertThat(faulty.problems())
                                .extracting(Problem::message)
                                .containsExactly("`headers` cannot be given another name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cel.bind(t, headers['X-Omnia-Claim-Team'], t == 'support')",
                "cel.bind(t, headers[?'X-Omnia-Claim-Team'], t.orValue('') == 'support')",
                "cel.bind(n, size(headers), n > 0)",
                "cel.bind(t, 'X-OMNIA-CLAIM-TEAM' in headers, t)",
                "cel.bind(t, headers.exists(k, k == 'x-omnia-claim-team'), t)",
                "cel.bind(t, headers.filter(k, k.startsWith('x-omnia-claim-team')), t[0] == 'x-omnia-claim-team')",
                "cel.bind(t, {'a': headers['X-Omnia-Claim-Team']}, t.a == 'support')",
                "cel.bind(l, [headers], 'X-OMNIA-CLAIM-TEAM' in l[0])",
                "[headers].exists(h, 'X-OMNIA-CLAIM-TEAM' in h)",
                "cel.bind(b, body, b.amount == 750.0)",
            })
    void takesAllElse(String expression) {
        assertThat(ENGINE.rule(SampleCall.expression(expression)))
                .isInstanceOfSatisfying(
                        Compilation.Ready.class,
                        ready -> assertThat(ready.program().evaluate(SampleCall.with("{\"amount\": 750}")))
                                .isEqualTo(Result.Value.TRUE));
    }

    @Test
    void saysWhere() {
        assertThat(ENGINE.rule(SampleCall.expression("1 < 2 &&\n  cel.bind(h, headers, 'X-Ticket' in h)")))
                .isInstanceOfSatisfying(
                        Compilation.Faulty.class,
                        faulty -> assertThat(faulty.problems().getFirst().render())
                                .contains(":2:15", "write `headers` where it is used"));
    }
}
