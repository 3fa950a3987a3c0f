package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.decision.PolicySet;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a door's policies come from. Safe for use by several threads; nothing here blocks but {@link #close()}. */
public interface PolicySource extends AutoCloseable {
    /**
     * The set in force: whole, and replaced as a whole. Ask {@link #ready()} first: before it is true this is an empty set,
     * which must not be decided with.
     */
    PolicySet current();

    /** Whether there was a complete load. Once true it stays true. */
    boolean ready();

    /** Calls this with each new set after it came into force, the first one included, on a thread of the source. */
    void onChange(Consumer<PolicySet> listener);

    /** How loading goes. */
    Status status();

    @Override
    void close();

    /**
     * How loading goes.
     *
     * @param fault why the last load did not come into force, in one line; empty when it did
     * @param failures how many loads did not come into force
     * @param lastSuccess when a load last came into force or was found unchanged; null: never
     */
    record Status(String fault, long failures, @Nullable Instant lastSuccess) {}
}
