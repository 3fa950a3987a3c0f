package ai.altairalabs.omnia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.server.identity.Authentication.Accepted;
import ai.altairalabs.omnia.server.identity.Authentication.Overloaded;
import ai.altairalabs.omnia.server.identity.Authentication.Pending;
import ai.altairalabs.omnia.server.identity.Authentication.Rejected;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Signatures are verified beside the event loop, and a flood of them is refused rather than queued. */
class VerificationsTest {
    private static final Authentication ALICE =
            new Accepted(new Caller("support-agent", "", "r-1", Identity.ANONYMOUS, Map.of()));

    private final SettableClock clock = new SettableClock();
    private final ContextSigner signer = ContextSigner.generate(clock);
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Verifications verifications = on(waiting::add);

    private Verifications on(Executor threads) {
        KeySet keys = KeySet.ofJson(signer.publicJwks());
        return new Verifications(new TokenVerifier(keys, "https://issuer", "tools", clock), "the context", threads);
    }

    private String token() {
        return signer.signClaims(Map.of("iss", "https://issuer", "aud", List.of("tools")), Duration.ofMinutes(1));
    }

    @Test
    void aSignatureIsVerifiedOnAnotherThreadAndOnlyOnce() {
        String token = token();

        Authentication first = verifications.of(token, _ -> ALICE);

        assertThat(first).isInstanceOf(Pending.class);
        assertThat(((Pending) first).outcome()).isNotDone();
        waiting.remove().run();
        assertThat(((Pending) first).outcome()).isCompletedWithValue(ALICE);
        assertThat(verifications.of(token, _ -> ALICE)).isEqualTo(ALICE);
        assertThat(waiting).isEmpty();
    }

    @Test
    void aForgedSignatureIsNeverVerifiedByTheCaller() {
        String token = token();
        String other = ContextSigner.generate(clock).signClaims(Map.of(), Duration.ofMinutes(1));
        String forged = token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

        for (int i = 0; i < 2; i++) {
            Authentication outcome = verifications.of(forged, _ -> ALICE);

            assertThat(outcome).isInstanceOf(Pending.class);
            waiting.remove().run();
            assertThat(((Pending) outcome).outcome())
                    .isCompletedWithValue(new Rejected("the context's signature is not valid"));
        }
    }

    @Test
    void anErrorOnTheWayIsARefusalAndNobodyWaitsForEver() {
        Authentication outcome = verifications.of(token(), _ -> {
            throw new OutOfMemoryError("as if there were no memory");
        });

        waiting.remove().run();

        assertThat(((Pending) outcome).outcome())
                .isCompletedWithValue(new Rejected("the context could not be verified"));
    }

    @Test
    void whatWasMadeOfATokenIsKeptUntilSomethingElseIsAsked() {
        Verification.Verified token = new Verification.Verified(Map.of("sub", "alice"));
        Authenticator one = (_, _) -> ALICE;
        Authenticator other = (_, _) -> ALICE;
        List<String> made = new ArrayList<>();

        assertThat(token.readOnce(one, "a", claims -> made(made, "one, a: " + claims.get("sub"))))
                .isSameAs(token.readOnce(one, "a", _ -> made(made, "again")));
        token.readOnce(one, "b", _ -> made(made, "one, b"));
        token.readOnce(other, "b", _ -> made(made, "other, b"));

        assertThat(made).containsExactly("one, a: alice", "one, b", "other, b");
    }

    private static Authentication made(List<String> made, String what) {
        made.add(what);
        return new Rejected(what);
    }

    @Test
    void whoeverIsOneTooManyIsToldSo() {
        Verifications full = on(_ -> {
            throw new RejectedExecutionException();
        });

        assertThat(full.of(token(), _ -> ALICE)).isEqualTo(new Overloaded());
    }

    @Test
    void aFaultOfTheDoorLetsNobodyIn() {
        Authentication outcome = verifications.of(token(), _ -> {
            throw new IllegalStateException("a fault");
        });
        waiting.remove().run();

        assertThat(((Pending) outcome).outcome())
                .isCompletedWithValue(new Rejected("the context could not be verified"));
    }
}
