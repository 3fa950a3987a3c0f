package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.MalformedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.Arrays;

/**
 * Collects a body that a policy reads. What it holds grows with what has arrived, not with what was announced, and comes out
 * of the door's {@link BodyBudget}.
 */
final class BodyCollector {
    private static final byte[] NOTHING = {};

    private final int limit;
    private final BodyBudget budget;
    private byte[] bytes = NOTHING;
    private int length;
    private long taken;

    /** Collects up to so many octets. */
    BodyCollector(int limit, BodyBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    /** What came of collecting. */
    enum Outcome {
        /** All that was there has been taken. */
        TAKEN,
        /** The body is longer than the limit. */
        TOO_LONG,
        /** The door holds too many bodies already. */
        NO_ROOM
    }

    /** Takes what is there, up to the piece that goes too far. */
    Outcome collect(BodyReader body, ByteBuf in) throws MalformedMessage {
        int there = body.lengthIn(in);
        if (length == 0 && there > 0 && there <= limit && body.restIsIn(in)) {
            if (!take(there)) {
                return Outcome.NO_ROOM;
            }
            bytes = new byte[there];
            length = body.copy(in, bytes, 0);
            return Outcome.TAKEN;
        }
        Outcome outcome = Outcome.TAKEN;
        while (outcome == Outcome.TAKEN) {
            ByteBuf piece = body.next(in);
            if (piece == null) {
                break;
            }
            try {
                outcome = add(piece, body.done());
            } finally {
                piece.release();
            }
        }
        return outcome;
    }

    private Outcome add(ByteBuf piece, boolean last) {
        int more = piece.readableBytes();
        boolean tooLong = more > limit - length;
        boolean room = true;
        if (more > bytes.length - length) {
            int capacity = last || tooLong ? length + more : (int) Math.min(limit, 2L * (length + more));
            room = take(capacity - (long) bytes.length);
            // Without room what has arrived is kept all the same: it may have to be passed on.
            bytes = Arrays.copyOf(bytes, room ? capacity : length + more);
        }
        piece.readBytes(bytes, length, more);
        length += more;
        return tooLong ? Outcome.TOO_LONG : room ? Outcome.TAKEN : Outcome.NO_ROOM;
    }

    private boolean take(long octets) {
        if (!budget.take(octets)) {
            return false;
        }
        taken += octets;
        return true;
    }

    /** How many octets have been collected. */
    int length() {
        return length;
    }

    /** What has been collected. */
    byte[] bytes() {
        if (bytes.length != length) {
            bytes = Arrays.copyOf(bytes, length);
        }
        return bytes;
    }

    /** A message that holds the body now: when it is released, the budget gets back what the body took. */
    ByteBuf countedIn(ByteBuf message, ByteBufAllocator allocator) {
        long back = taken;
        taken = 0;
        CompositeByteBuf counted = new CompositeByteBuf(allocator, true, 1) {
            @Override
            protected void deallocate() {
                super.deallocate();
                budget.give(back);
            }
        };
        return counted.addComponent(true, message);
    }

    /** The body is not needed any more. */
    void release() {
        budget.give(taken);
        taken = 0;
        bytes = NOTHING;
        length = 0;
    }
}
