package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.problem.Problem;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is the same wherever manifests are watched: one thread loads, any thread asks. A set comes into force as a whole;
 * what has faults keeps its last good version (semantics, section 5).
 */
abstract class WatchedPolicies implements PolicySource {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedPolicies.class);
    private static final long CLOSE_MILLIS = 2_000;

    private final Limits limits;
    private final Clock clock;
    private final Thread thread = Thread.ofPlatform().name("policies").daemon().unstarted(this::run);
    private final List<Consumer<PolicySet>> listeners = new CopyOnWriteArrayList<>();

    /** Doubts that were said already; only the thread that loads looks at it. */
    private Set<String> said = Set.of();

    private volatile InForce inForce;
    private volatile Status status = new Status("policies have not been read yet", 0, null);
    private volatile boolean closed;

    /** A set and the texts of its resources; they change together. */
    private record InForce(PolicySet set, PolicyTexts texts, boolean complete) {}

    WatchedPolicies(Limits limits, Clock clock) {
        this.limits = Objects.requireNonNull(limits);
        this.clock = Objects.requireNonNull(clock);
        Manifests none = new Manifests(List.of(), List.of());
        inForce = new InForce(PolicySet.compile(none, limits), PolicyTexts.NONE, false);
    }

    /** Waits for a change, not for ever, and loads what there is to load; called again and again on the loading thread. */
    abstract void next() throws InterruptedException;

    /** Lets go of what it watches with; the loading thread has ended. */
    abstract void release();

    final void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** One {@link #next()}; what goes wrong is said, and tried again with the next turn. */
    final void turn() throws InterruptedException {
        try {
            next();
        } catch (RuntimeException e) {
            LOG.error("policies could not be loaded", e);
            failed("policies could not be loaded");
        }
    }

    final boolean closed() {
        return closed;
    }

    @Override
    public final PolicySet current() {
        return inForce.set;
    }

    @Override
    public final boolean ready() {
        return inForce.complete;
    }

    @Override
    public final Status status() {
        return status;
    }

    @Override
    public final void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    @Override
    public final void onChange(Consumer<PolicySet> listener) {
        synchronized (listeners) {
            listeners.add(listener);
            if (inForce.complete) {
                tell(listener, inForce.set);
            }
        }
    }

    /** Compiles what was read and puts it in force; the first load must be whole. */
    final void load(Manifests manifests) {
        InForce before = inForce;
        PolicySet set = before.complete ? before.set.next(manifests) : PolicySet.compile(manifests, limits);
        String faults = Problem.first(set.problems());
        if (!before.complete && !set.complete()) {
            failed(faults);
            return;
        }
        InForce after = new InForce(set, before.texts.next(set, manifests), true);
        synchronized (listeners) {
            inForce = after;
            listeners.forEach(listener -> tell(listener, set));
        }
        String changes = before.texts.changesTo(after.texts);
        LOG.info("policies, revision {}: {}", set.revision(), changes.isEmpty() ? "no resource differs" : changes);
        sayDoubts(set);
        if (faults.isEmpty()) {
            status = new Status("", status.failures(), clock.instant());
        } else {
            String which = PolicyTexts.faulty(set);
            failed(
                    which.isEmpty()
                            ? "manifests have faults, and what last came from the same texts stays in force"
                            : "manifests have faults; " + which,
                    faults);
        }
    }

    /** Says that a load did not come into force, and why; what was in force stays. */
    final void failed(String fault) {
        failed(
                inForce.complete
                        ? "policies are not loaded again, and what was in force stays"
                        : "policies are not loaded, so every call is refused",
                fault);
    }

    private void failed(String effect, String fault) {
        Status before = status;
        LOG.warn("{}: {}", effect, fault);
        status = new Status(fault, before.failures() + 1, before.lastSuccess());
    }

    /** What {@code omnia validate} says beside errors: each once, as long as it is there. */
    private void sayDoubts(PolicySet set) {
        Set<String> doubts = new HashSet<>();
        for (Problem warning : set.problems()) {
            if (!warning.isError() && doubts.add(text(warning)) && !said.contains(text(warning))) {
                LOG.warn("{}", text(warning));
            }
        }
        for (Problem note : set.notes()) {
            if (doubts.add(text(note)) && !said.contains(text(note))) {
                LOG.info("{}", text(note));
            }
        }
        said = doubts;
    }

    private static String text(Problem problem) {
        return problem.place() + ": " + problem.message();
    }

    private static void tell(Consumer<PolicySet> listener, PolicySet set) {
        try {
            listener.accept(set);
        } catch (RuntimeException e) {
            LOG.error("a listener to policy changes failed", e);
        }
    }
}
