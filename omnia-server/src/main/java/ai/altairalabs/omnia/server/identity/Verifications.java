package ai.altairalabs.omnia.server.identity;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies tokens for event loops: at once what was verified a moment ago, else on a few threads of its own, because a
 * signature takes as long as many requests do. Those that wait are bounded; beyond that there is no waiting.
 */
final class Verifications {
    private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);
    private static final int WAITING = 1024;
    private static final int MOST_THREADS = 4;
    private static final long IDLE_SECONDS = 10;

    private final TokenVerifier verifier;
    private final String what;
    private final Executor threads;

    /**
     * Verifications.
     *
     * @param what for the caller's eyes: what the token is called
     * @param threads run what takes time; throws when too many wait
     */
    Verifications(TokenVerifier verifier, String what, Executor threads) {
        this.verifier = Objects.requireNonNull(verifier);
        this.what = Objects.requireNonNull(what);
        this.threads = Objects.requireNonNull(threads);
    }

    Verifications(TokenVerifier verifier, String what) {
        this(verifier, what, threads());
    }

    /** Threads that end by themselves when there is nothing to do, so that nobody needs to. */
    private static Executor threads() {
        int count = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_THREADS);
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("verify-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Who presents this token.
     *
     * @param accept says who that is by the claims of a genuine token; safe for use on another thread
     */
    Authentication of(String token, Function<Map<String, @Nullable Object>, Authentication> accept) {
        Verification.Verified known = verifier.known(token);
        if (known != null) {
            return accept.apply(known.claims());
        }
        CompletableFuture<Authentication> outcome = new CompletableFuture<>();
        try {
            threads.execute(() -> verify(token, accept, outcome, false));
        } catch (RejectedExecutionException _) {
            return new Authentication.Overloaded();
        }
        return new Authentication.Pending(outcome);
    }

    private void verify(
            String token,
            Function<Map<String, @Nullable Object>, Authentication> accept,
            CompletableFuture<Authentication> outcome,
            boolean again) {
        try {
            switch (verifier.verify(token)) {
                case Verification.Verified verified -> outcome.complete(accept.apply(verified.claims()));
                case Verification.Refused refused -> outcome.complete(rejected(refused.message()));
                case Verification.KeysPending pending -> {
                    if (again) {
                        outcome.complete(rejected("the token's key is not known"));
                    } else {
                        var _ = pending.refreshed().whenComplete((_, _) -> verifyAgain(token, accept, outcome));
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.error("a token could not be verified because of a fault in the door", e);
            outcome.complete(rejected("the token could not be verified"));
        }
    }

    private void verifyAgain(
            String token,
            Function<Map<String, @Nullable Object>, Authentication> accept,
            CompletableFuture<Authentication> outcome) {
        try {
            threads.execute(() -> verify(token, accept, outcome, true));
        } catch (RejectedExecutionException _) {
            outcome.complete(new Authentication.Overloaded());
        }
    }

    private Authentication rejected(String message) {
        return new Authentication.Rejected(message.replace("the token", what));
    }
}
