package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.decision.PolicySet;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/** One set that does not change: for embedding, and for tests. */
public final class FixedPolicies implements PolicySource {
    private final PolicySet set;

    public FixedPolicies(PolicySet set) {
        this.set = Objects.requireNonNull(set);
    }

    @Override
    public PolicySet current() {
        return set;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void onChange(Consumer<PolicySet> listener) {
        listener.accept(set);
    }

    @Override
    public Status status() {
        return new Status("", 0, Instant.EPOCH);
    }

    @Override
    public void close() {}
}
