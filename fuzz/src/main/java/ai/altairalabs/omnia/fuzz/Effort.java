package ai.altairalabs.omnia.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/**
 * That the work on one input ends soon: by the processor time of this thread, which does not depend on what else the machine
 * does. The bound is generous, since instrumented code is slow.
 */
public final class Effort {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long MOST = TimeUnit.SECONDS.toNanos(20);

    private final long start = THREADS.getCurrentThreadCpuTime();

    /** Finds that it took too long, if it did. */
    public void check(String what) {
        long spent = THREADS.getCurrentThreadCpuTime() - start;
        Finding.unless(spent < MOST, what + " took " + TimeUnit.NANOSECONDS.toMillis(spent) + " ms of processor time");
    }
}
