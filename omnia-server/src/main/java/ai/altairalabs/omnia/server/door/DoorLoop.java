package ai.altairalabs.omnia.server.door;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What belongs to one event loop: its connections, clients' and the tool's, never leave it. Everything here is used by
 * that loop's thread alone.
 */
final class DoorLoop {
    private static final long TICK_MILLIS = 100;

    private final EventLoop eventLoop;
    private final HeadBuffer heads = new HeadBuffer();
    private final SpareArrays arrays = new SpareArrays();
    private final byte[] scratch;
    private final SplittableRandom random;
    private final UpstreamPool pool;
    private final Set<Timed> timed = new LinkedHashSet<>();
    private boolean ticking;
    private long now = System.nanoTime();

    /** Something that waits no longer than it was told to. */
    interface Timed {
        /** Looks whether it has waited too long. */
        void tick(long now);

        /** Looking went wrong. */
        void fault(Throwable cause);
    }

    DoorLoop(DoorParts door, EventLoop eventLoop, long seed) {
        this.eventLoop = eventLoop;
        this.scratch = new byte[door.settings().decision().limits().head() + 1];
        this.random = new SplittableRandom(seed);
        this.pool = new UpstreamPool(door, this);
    }

    UpstreamPool pool() {
        return pool;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** For one head, until it is written. */
    HeadBuffer heads() {
        return heads;
    }

    /** For the bodies that policies read. */
    SpareArrays arrays() {
        return arrays;
    }

    /** For the octets of a message's head while it is being looked for: one octet longer than a head may be. */
    byte[] scratch() {
        return scratch;
    }

    /**
     * The time by {@link System#nanoTime} when what is being handled began: for deadlines, of which each request sets several.
     * No older than a tick.
     */
    long now() {
        return now;
    }

    /** Something begins to be handled. */
    void touch() {
        now = System.nanoTime();
    }

    /** 16 hexadecimal digits that name something in logs. */
    String newId() {
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }

    void add(Timed each) {
        touch();
        timed.add(each);
        if (!ticking) {
            ticking = true;
            scheduleTick();
        }
    }

    void remove(Timed each) {
        timed.remove(each);
    }

    private void scheduleTick() {
        var _ = eventLoop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            touch();
            // A copy: what has waited too long removes itself.
            for (Timed each : new ArrayList<>(timed)) {
                look(each);
            }
        } finally {
            // Without ticks nobody on this loop would be given up any more.
            ticking = !timed.isEmpty() && !eventLoop.isShuttingDown();
            if (ticking) {
                scheduleTick();
            }
        }
    }

    private void look(Timed each) {
        try {
            each.tick(now);
        } catch (Throwable e) {
            each.fault(e);
        }
    }
}
