package ai.altairalabs.omnia.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of what runs; closed in the reverse order, each even if another does not close well. For one thread at a time. */
public final class OpenParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Takes the part, to close it, and gives it back. */
    public <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** To be run instead of closing a part. */
    public void atClose(AutoCloseable action) {
        parts.push(action);
    }

    /** Closes what is open; what does not close well is logged. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not close well: {}", e.getMessage());
            }
        }
    }
}
