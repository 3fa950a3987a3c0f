package ai.altairalabs.omnia.cli;

import java.util.concurrent.CountDownLatch;

/** The end of a process that serves: on a signal it drains and exits with 0. */
final class Servers {
    private static final CountDownLatch FOREVER = new CountDownLatch(1);

    private Servers() {}

    /** Does this on SIGTERM or SIGINT; then the process ends. */
    static void onSignal(Runnable drain) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> {
            drain.run();
            // A process that ends by a signal would else say 143: it was asked to end, and did.
            Runtime.getRuntime().halt(ExitCodes.OK);
        }));
    }

    /** Never returns. */
    static void waitForSignal() throws InterruptedException {
        FOREVER.await();
    }
}
