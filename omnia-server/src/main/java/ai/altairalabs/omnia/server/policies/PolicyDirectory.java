package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of some files and directories, watched: a change is in force well within a second, as a whole. What cannot be
 * read, or not be told apart, keeps the last good set in force; a single faulty policy keeps its own last good version. Both
 * are said in the log and in the metrics (semantics, section 5).
 *
 * <p>Of a directory its own manifests count, not those of directories inside it and not hidden files. A file that was named
 * itself and vanishes counts as unreadable; a file that vanishes from a directory is a deletion.
 */
public final class PolicyDirectory implements PolicySource {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyDirectory.class);
    private static final long POLL_MILLIS = 400;

    /** Files that changed so shortly before they were read are read again: their stamp may not have moved since. */
    private static final long RACY_MILLIS = 2_000;

    /** How long a file that was just emptied is given to be filled, and files to stop changing. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long RETRY_MILLIS = 15;
    private static final long CLOSE_MILLIS = 2_000;

    private final PolicyFiles files;
    private final Limits limits;
    private final Clock clock;
    private final ChangeWatch watch = new ChangeWatch();
    private final Thread thread = Thread.ofPlatform().name("policies").daemon().unstarted(this::run);
    private final List<Consumer<PolicySet>> listeners = new CopyOnWriteArrayList<>();

    private volatile InForce inForce;
    private volatile Status status = new Status("policies have not been read yet", 0, null);
    private volatile boolean closed;

    /** Used by the loading thread only: what was last looked at, whether or not it came into force. */
    private PolicyFiles.@Nullable Snapshot seen;

    /** Used by the loading thread only: whether the files could not be read when it last tried. */
    private boolean unread;

    /** A set and the texts of its resources; they change together. */
    private record InForce(PolicySet set, PolicyTexts texts, boolean complete) {}

    private PolicyDirectory(List<Path> paths, Limits limits, Clock clock) {
        this.files = new PolicyFiles(paths);
        this.limits = Objects.requireNonNull(limits);
        this.clock = Objects.requireNonNull(clock);
        Manifests none = new Manifests(List.of(), List.of());
        inForce = new InForce(PolicySet.compile(none, limits), PolicyTexts.NONE, false);
    }

    /**
     * Loads what is there now, and goes on watching. A load that fails leaves the source not ready; it tries again.
     *
     * @param paths files and directories
     * @param limits of one evaluation
     * @param clock tells when a load succeeded
     */
    public static PolicyDirectory watch(List<Path> paths, Limits limits, Clock clock) {
        PolicyDirectory directory = new PolicyDirectory(paths, limits, clock);
        try {
            directory.load();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        directory.thread.start();
        return directory;
    }

    @Override
    public PolicySet current() {
        return inForce.set;
    }

    @Override
    public boolean ready() {
        return inForce.complete;
    }

    @Override
    public void onChange(Consumer<PolicySet> listener) {
        synchronized (listeners) {
            listeners.add(listener);
            if (inForce.complete) {
                tell(listener, inForce.set);
            }
        }
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        watch.close();
    }

    private void run() {
        try {
            while (!closed) {
                if (watch.await(POLL_MILLIS) || mayHaveChanged()) {
                    load();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayHaveChanged() {
        PolicyFiles.Snapshot last = seen;
        if (last == null || unread || clock.millis() - last.newest() < RACY_MILLIS) {
            return true;
        }
        try {
            return !files.stamps().equals(last.stamps());
        } catch (IOException _) {
            return true;
        }
    }

    private void load() throws InterruptedException {
        watch.directories(files.directories());
        try {
            PolicyFiles.Snapshot now = readSettled();
            boolean unchanged = !unread && now.sameContent(seen);
            seen = now;
            unread = false;
            if (!unchanged) {
                compile(now);
            }
        } catch (IOException e) {
            boolean told = unread && status.fault().equals(e.getMessage());
            unread = true;
            if (!told) {
                failed(String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException e) {
            LOG.error("policies could not be loaded", e);
            failed("policies could not be loaded");
        }
    }

    /** Reads until no file changes under the reader, and none is empty that was not, or that has lasted. */
    private PolicyFiles.Snapshot readSettled() throws IOException, InterruptedException {
        long end = System.nanoTime() + SETTLE_NANOS;
        while (true) {
            PolicyFiles.Snapshot now = files.read();
            if (now != null && (!now.emptied(seen) || System.nanoTime() - end > 0)) {
                return now;
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("the files keep changing while they are read");
            }
            if (closed) {
                throw new InterruptedException();
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private void compile(PolicyFiles.Snapshot snapshot) {
        List<Decoded> texts = new ArrayList<>();
        snapshot.files().forEach((file, bytes) -> texts.add(ManifestReader.decode(file.toString(), bytes)));
        Manifests manifests = ManifestReader.readFiles(texts);
        InForce before = inForce;
        PolicySet set = before.complete ? before.set.next(manifests) : PolicySet.compile(manifests, limits);
        String faults = faults(set.problems());
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
        if (faults.isEmpty()) {
            status = new Status("", status.failures(), clock.instant());
        } else {
            failed(faults);
        }
    }

    private void failed(String fault) {
        Status before = status;
        LOG.warn(
                "{}: {}",
                inForce.complete
                        ? "policies with faults are not in force, their last good versions are"
                        : "policies are not loaded, so every call is refused",
                fault);
        status = new Status(fault, before.failures() + 1, before.lastSuccess());
    }

    /** The first error, and how many more there are; empty when there is none. */
    private static String faults(List<Problem> problems) {
        List<Problem> errors = problems.stream().filter(Problem::isError).toList();
        if (errors.isEmpty()) {
            return "";
        }
        String first = errors.getFirst().place() + ": " + errors.getFirst().message();
        return errors.size() == 1 ? first : first + " (and " + (errors.size() - 1) + " more)";
    }

    private static void tell(Consumer<PolicySet> listener, PolicySet set) {
        try {
            listener.accept(set);
        } catch (RuntimeException e) {
            LOG.error("a listener to policy changes failed", e);
        }
    }
}
