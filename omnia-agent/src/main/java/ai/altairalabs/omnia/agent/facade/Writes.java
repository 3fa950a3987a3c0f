package ai.altairalabs.omnia.agent.facade;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lets a turn's thread act on a connection's event loop and wait until it is done: a client that reads slowly slows its
 * own turn down and fills no memory.
 */
record Writes(Context context, Duration patience) {
    /**
     * Runs the action on the event loop and waits for it.
     *
     * @throws InterruptedException the client is gone or reads too slowly
     */
    <T> T await(Supplier<Future<T>> action) throws InterruptedException {
        Promise<T> done = Promise.promise();
        context.runOnContext(_ -> {
            try {
                action.get().onComplete(done);
            } catch (RuntimeException e) {
                done.tryFail(e);
            }
        });
        try {
            return done.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw new InterruptedException("the client is gone");
        }
    }
}
