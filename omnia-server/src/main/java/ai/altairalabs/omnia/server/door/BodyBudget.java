package ai.altairalabs.omnia.server.door;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory a door gives to bodies that it has to hold because policies read them. Each has a limit of its own, but
 * nothing else bounds how many clients send one at the same time, and a process whose memory is used up decides nothing more.
 * Safe for use by several threads.
 */
final class BodyBudget {
    /** Reading a body as JSON takes several times its length, and the rest of the door wants room too. */
    private static final int PART_OF_THE_HEAP = 4;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** A budget of so many octets. */
    BodyBudget(long limit) {
        this.limit = limit;
    }

    /** A quarter of what the heap may grow to. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP);
    }

    /** Takes so many octets out of it. False, and nothing is taken: there is not enough left. */
    boolean take(long octets) {
        if (held.addAndGet(octets) <= limit) {
            return true;
        }
        held.addAndGet(-octets);
        return false;
    }

    /** Gives back what was taken. */
    void give(long octets) {
        held.addAndGet(-octets);
    }

    /** How many octets are taken now. */
    long held() {
        return held.get();
    }
}
