package ai.altairalabs.omnia.server.door;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The octets of a question to a decision point, as they come, out of the door's {@link BodyBudget}. */
final class Question implements AutoCloseable {
    private static final int FIRST = 16384;

    private final long limit;
    private final BodyBudget budget;
    private byte[] bytes = {};
    private int length;

    /** A question of up to so many octets. */
    Question(long limit, BodyBudget budget) {
        this.limit = Math.min(limit, Integer.MAX_VALUE - 8);
        this.budget = budget;
    }

    /** Reads all of it, unless it is too long or there is no room. */
    BodyCollector.Outcome read(InputStream in) throws IOException {
        while (true) {
            if (length == bytes.length && !grow()) {
                return BodyCollector.Outcome.NO_ROOM;
            }
            int more = in.read(bytes, length, bytes.length - length);
            if (more < 0) {
                return BodyCollector.Outcome.TAKEN;
            }
            length += more;
            if (length > limit) {
                return BodyCollector.Outcome.TOO_LONG;
            }
        }
    }

    private boolean grow() {
        int capacity = (int) Math.min(limit + 1, Math.max(FIRST, 2L * bytes.length));
        if (!budget.take(capacity - (long) bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    /** What has been read. */
    byte[] octets() {
        return Arrays.copyOf(bytes, length);
    }

    /** It is not needed any more. */
    @Override
    public void close() {
        budget.give(bytes.length);
        bytes = new byte[0];
    }
}
