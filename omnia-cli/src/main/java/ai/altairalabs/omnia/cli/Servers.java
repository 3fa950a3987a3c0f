package ai.altairalabs.omnia.cli;

import java.util.concurrent.CountDownLatch;

/** The end of a process that serves: on a signal it drains and exits with 0. */
final class Servers {
    private static final CountDownLatch FOREVER = new CountDownLatch(1);

    private Servers() {}

    /**
     * Announces, and waits for SIGTERM or SIGINT; then it drains and the process ends. It does not return.
     *
     * @throws InterruptedException if the thread is interrupted: nothing was drained, and the process goes on
     */
    static void serve(Runnable drain, Runnable announce) throws InterruptedException {
        Thread hook = Thread.ofPlatform().name("drain").unstarted(() -> {
            drain.run();
            // A process that ends by a signal would else say 143: it was asked to end, and did.
            Runtime.getRuntime().halt(ExitCodes.OK);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        announce.run();
        try {
            FOREVER.await();
        } finally {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
