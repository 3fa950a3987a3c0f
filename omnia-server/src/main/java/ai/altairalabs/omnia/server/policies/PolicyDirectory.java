package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
public final class PolicyDirectory extends WatchedPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyDirectory.class);
    private static final long POLL_MILLIS = 400;

    /** Files that changed so shortly before they were read are read again: their stamp may not have moved since. */
    private static final long RACY_MILLIS = 2_000;

    /** How long a file that was just emptied is given to be filled, and files to stop changing. */
    private static final Duration SETTLE = Duration.ofMillis(400);

    private static final long RETRY_MILLIS = 15;

    private final PolicyFiles files;
    private final Clock clock;
    private final Duration settle;
    private final ChangeWatch watch = new ChangeWatch();

    /** Used by the loading thread only: what was last looked at, whether or not it came into force. */
    private PolicyFiles.@Nullable Snapshot seen;

    /** Used by the loading thread only: the files in which manifests were when they were last read. */
    private Set<String> holding = Set.of();

    /** Used by the loading thread only: whether anything was looked at yet. */
    private boolean begun;

    /** Used by the loading thread only: whether the files could not be read when it last tried. */
    private boolean unread;

    private PolicyDirectory(List<Path> paths, Limits limits, Clock clock, Duration settle) {
        super(limits, clock);
        this.files = new PolicyFiles(paths);
        this.clock = clock;
        this.settle = settle;
    }

    /**
     * Loads what is there now, and goes on watching. A load that fails leaves the source not ready; it tries again.
     *
     * @param paths files and directories
     * @param limits of one evaluation
     * @param clock tells when a load succeeded
     */
    public static PolicyDirectory watch(List<Path> paths, Limits limits, Clock clock) {
        return watch(paths, limits, clock, SETTLE);
    }

    static PolicyDirectory watch(List<Path> paths, Limits limits, Clock clock, Duration settle) {
        PolicyDirectory directory = new PolicyDirectory(paths, limits, clock, settle);
        try {
            directory.turn();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        directory.start();
        return directory;
    }

    @Override
    void next() throws InterruptedException {
        if (!begun || watch.await(POLL_MILLIS) || mayHaveChanged()) {
            begun = true;
            load();
        }
    }

    @Override
    void release() {
        watch.close();
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
            boolean told = unread && status().fault().equals(e.getMessage());
            unread = true;
            if (!told) {
                failed(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads until no file changes under the reader, and none is empty that was not, or that has lasted. */
    private PolicyFiles.Snapshot readSettled() throws IOException, InterruptedException {
        long end = System.nanoTime() + settle.toNanos();
        while (true) {
            PolicyFiles.Snapshot now = files.read();
            if (now != null && (!now.emptied(seen) || System.nanoTime() - end > 0)) {
                return now;
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("the files keep changing while they are read");
            }
            if (closed()) {
                throw new InterruptedException();
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private void compile(PolicyFiles.Snapshot snapshot) {
        List<Decoded> texts = new ArrayList<>();
        snapshot.files().forEach((file, bytes) -> texts.add(ManifestReader.decode(file.toString(), bytes)));
        Manifests manifests = ManifestReader.readFiles(texts);
        load(manifests);
        sayEmptied(snapshot, manifests);
    }

    /** A file that vanishes is a deletion; one that is there and holds nothing any more may be an accident. */
    private void sayEmptied(PolicyFiles.Snapshot snapshot, Manifests manifests) {
        Set<String> now = new HashSet<>();
        manifests.documents().forEach(document -> now.add(document.source().name()));
        for (Path file : snapshot.files().keySet()) {
            if (holding.contains(file.toString()) && !now.contains(file.toString())) {
                LOG.warn("`{}` held manifests and holds none now: what it held is gone", file);
            }
        }
        holding = now;
    }
}
