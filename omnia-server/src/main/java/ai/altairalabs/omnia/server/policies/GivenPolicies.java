package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Manifests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sets that a program gives, one after the other: for embedding, and for tests. */
public final class GivenPolicies implements PolicySource {
    private final List<Consumer<PolicySet>> listeners = new ArrayList<>();
    private volatile Given given;

    private record Given(PolicySet set, @Nullable Instant since) {}

    private GivenPolicies(Given given) {
        this.given = given;
    }

    /** With this set in force. */
    public GivenPolicies(PolicySet first) {
        this(new Given(Objects.requireNonNull(first), Instant.now()));
    }

    /** With none yet: not ready before the first is given. */
    public static GivenPolicies none() {
        Manifests nothing = new Manifests(List.of(), List.of());
        return new GivenPolicies(new Given(PolicySet.compile(nothing, DoorLimits.standard()), null));
    }

    /** Puts this set into force and tells it to those who asked for changes, on the caller's thread. */
    public synchronized void give(PolicySet next) {
        given = new Given(Objects.requireNonNull(next), Instant.now());
        listeners.forEach(listener -> listener.accept(next));
    }

    @Override
    public PolicySet current() {
        return given.set;
    }

    @Override
    public boolean ready() {
        return given.since != null;
    }

    @Override
    public synchronized void onChange(Consumer<PolicySet> listener) {
        listeners.add(listener);
        if (ready()) {
            listener.accept(given.set);
        }
    }

    @Override
    public Status status() {
        Instant since = given.since;
        return new Status(since == null ? "no policies were given yet" : "", 0, since);
    }

    @Override
    public void close() {}
}
