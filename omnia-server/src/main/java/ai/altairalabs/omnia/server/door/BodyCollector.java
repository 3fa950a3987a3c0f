package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.MalformedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * Collects a body that a policy reads. What it holds grows with what has arrived, not with what was announced, and comes out
 * of the door's {@link BodyBudget}.
 */
final class BodyCollector {
    private static final byte[] NOTHING = {};

    private final int limit;
    private final BodyBudget budget;
    private final SpareArrays spare;
    private byte[] bytes = NOTHING;
    private int length;
    private long taken;

    /** Collects up to so many octets, in arrays of this event loop. */
    BodyCollector(int limit, BodyBudget budget, SpareArrays spare) {
        this.limit = limit;
        this.budget = budget;
        this.spare = spare;
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
            int capacity = SpareArrays.lengthFor(there);
            if (!take(capacity)) {
                return Outcome.NO_ROOM;
            }
            bytes = spare.take(capacity);
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
            int needed = length + more;
            int capacity = SpareArrays.lengthFor(needed);
            if (capacity == needed && !last && !tooLong) {
                capacity = (int) Math.min(limit, 2L * needed);
            }
            room = take(capacity - (long) bytes.length);
            // Without room what has arrived is kept all the same: it may have to be passed on.
            grow(room ? capacity : needed);
        }
        piece.readBytes(bytes, length, more);
        length += more;
        return tooLong ? Outcome.TOO_LONG : room ? Outcome.TAKEN : Outcome.NO_ROOM;
    }

    private void grow(int capacity) {
        byte[] longer = spare.take(capacity);
        System.arraycopy(bytes, 0, longer, 0, length);
        spare.giveBack(bytes);
        bytes = longer;
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

    /** An array that begins with what has been collected. What follows may be of another body. */
    byte[] array() {
        return bytes;
    }

    /** Copies what has been collected. */
    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
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

    /** Nobody needs the body any more, nor has anything that is read from it only when somebody asks. */
    void release() {
        budget.give(taken);
        taken = 0;
        spare.giveBack(bytes);
        bytes = NOTHING;
        length = 0;
    }
}
