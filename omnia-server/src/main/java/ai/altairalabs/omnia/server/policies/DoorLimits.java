package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.cel.Limits;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The limits of a running door: an evaluation is ended for what its own thread has worked, not for what others made it wait. */
public final class DoorLimits {
    private DoorLimits() {}

    /** The standard limits, by this machine's clocks. */
    public static Limits standard() {
        return Limits.standard(System::nanoTime, DoorLimits::threadTime);
    }

    /** Loads what the first long evaluation would otherwise have to wait for. */
    public static void prepare() {
        threadTime();
    }

    /** The processor time of this thread in nanoseconds; where it is not counted, the time on the wall. */
    private static long threadTime() {
        if (Thread.currentThread().isVirtual()) {
            return System.nanoTime();
        }
        long time = Threads.BEAN.isCurrentThreadCpuTimeSupported() ? Threads.BEAN.getCurrentThreadCpuTime() : -1;
        return time < 0 ? System.nanoTime() : time;
    }

    /** Loaded when an evaluation first is long enough to be asked: it takes some milliseconds. */
    private static final class Threads {
        static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();
    }
}
