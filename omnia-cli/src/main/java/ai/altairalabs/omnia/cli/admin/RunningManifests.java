package ai.altairalabs.omnia.cli.admin;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.manifest.ManifestEditor;
import ai.altairalabs.omnia.cli.manifest.ManifestFiles;
import ai.altairalabs.omnia.cli.state.AtomicFile;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The manifests of the running {@code omnia up}, held by one changing command at a time. */
public final class RunningManifests implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How long after the writing it is certain that a load has seen it. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    /** After so long without a change whatever stands in the files has been looked at. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(20);

    private final UpState up;
    private final FileChannel lock;
    private final List<Decoded> files;
    private final AdminClient admin;
    private final Served before;
    private Instant writing = Instant.MIN;
    private Expected expected = new Expected("", false, false);

    /** What {@code up} says of the set in force. */
    private record Served(String revision, Instant loaded, long failures) {
        static Served of(Map<String, @Nullable Object> status) {
            String loaded = String.valueOf(status.get("loaded"));
            return new Served(
                    String.valueOf(status.get("revision")),
                    loaded.isEmpty() ? Instant.MIN : Instant.parse(loaded),
                    status.get("failures") instanceof Long n ? n : 0);
        }
    }

    /**
     * What the files give now.
     *
     * @param revision of the set that they make
     * @param faulty whether something else in them has faults: then the last good version of it may be in force
     * @param written whether a file was changed at all
     */
    private record Expected(String revision, boolean faulty, boolean written) {}

    private RunningManifests(UpState up, FileChannel lock, List<Decoded> files) {
        this.up = up;
        this.lock = lock;
        this.files = List.copyOf(files);
        this.admin = new AdminClient(up.admin());
        this.before = Served.of(admin.get("/v1/status"));
    }

    /**
     * Waits for its turn and reads them.
     *
     * @throws CannotDo if no {@code up} is running
     */
    public static RunningManifests open(OmniaHome home) throws IOException {
        UpState up = UpState.require(home, "");
        FileChannel lock = FileChannel.open(home.applyLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock.lock();
            return new RunningManifests(up, lock, new ManifestFiles(up.manifests()).read());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** An editor of them. */
    public ManifestEditor editor() {
        return new ManifestEditor(up.manifests(), texts(files));
    }

    /**
     * What would be wrong if documents were put among them: every problem in the given texts, and each error elsewhere
     * that is not there already.
     *
     * @param documents without faults of their own
     * @param given the texts in which they stand
     */
    public List<Problem> problemsOf(List<Document.Whole> documents, List<Decoded> given) {
        ManifestEditor without = editor();
        for (Document.Whole document : documents) {
            without.remove(document.resource().kind(), document.resource().name());
        }
        Set<String> names = new HashSet<>();
        List<Decoded> all = new ArrayList<>();
        for (SourceText text : texts(given)) {
            names.add(text.name());
            all.add(new Decoded.Text(text));
        }
        without.texts().stream()
                .filter(text -> !names.contains(text.name()))
                .map(Decoded.Text::new)
                .forEach(all::add);
        List<Problem> problems = compile(all).problems();
        List<Problem> own =
                problems.stream().filter(problem -> isIn(names, problem)).toList();
        if (problems.stream().noneMatch(problem -> problem.isError() && !isIn(names, problem))) {
            return own;
        }
        Set<String> known = new HashSet<>();
        compile(files).problems().forEach(problem -> known.add(key(problem)));
        return problems.stream()
                .filter(problem -> isIn(names, problem) || (problem.isError() && !known.contains(key(problem))))
                .toList();
    }

    private static boolean isIn(Set<String> names, Problem problem) {
        return names.contains(problem.place().source().name());
    }

    /** Writes what an editor changed, file by file, each at once. */
    public void write(ManifestEditor editor) throws IOException {
        writing = Instant.now();
        expected = expected(editor);
        for (Map.Entry<Path, Optional<String>> change : editor.changes().entrySet()) {
            Path directory = change.getKey().toAbsolutePath().getParent();
            if (directory != null && Files.isDirectory(directory)) {
                AtomicFile.tidy(directory);
            }
            if (change.getValue().isPresent()) {
                AtomicFile.write(change.getKey(), change.getValue().get());
            } else {
                Files.deleteIfExists(change.getKey());
            }
        }
    }

    private Expected expected(ManifestEditor editor) {
        List<Decoded> all = new ArrayList<>();
        files.stream().filter(Decoded.Unreadable.class::isInstance).forEach(all::add);
        editor.texts().stream().map(Decoded.Text::new).forEach(all::add);
        PolicySet set = compile(all);
        return new Expected(
                set.revision(),
                set.problems().stream().anyMatch(Problem::isError),
                !editor.changes().isEmpty());
    }

    /**
     * Waits until what the files hold now is in force in {@code up}, and says so.
     *
     * @throws CannotDo if that takes too long
     */
    public String awaitInForce() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                Served served = Served.of(admin.get("/v1/status"));
                if (isInForce(served)) {
                    return "in force (revision " + served.revision + ")";
                }
                Thread.sleep(POLL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new CannotDo((expected.written
                        ? "written, but `omnia up` did not take it over"
                        : "`omnia up` did not take over what its files hold")
                + " within " + PATIENCE.toSeconds() + " s; see `omnia logs`");
    }

    private boolean isInForce(Served served) {
        if (served.revision.equals(expected.revision)) {
            return true;
        }
        Instant now = Instant.now();
        if (!expected.written) {
            return expected.faulty && now.isAfter(writing.plus(QUIET));
        }
        // Somebody else may change files, too, and of what has faults the last good version stays: then it counts
        // that the files were read since.
        boolean readSince = !before.revision.equals(served.revision)
                || served.loaded.isAfter(writing)
                || served.failures > before.failures;
        return readSince && now.isAfter(writing.plus(SETTLED));
    }

    private static PolicySet compile(List<Decoded> files) {
        return PolicySet.compile(ManifestReader.readFiles(files), Limits.standard(System::nanoTime));
    }

    private static String key(Problem problem) {
        return problem.place().source().name()
                + '\n'
                + problem.message()
                + '\n'
                + problem.place().source().line(problem.place().line());
    }

    private static List<SourceText> texts(List<Decoded> files) {
        return files.stream()
                .flatMap(file -> file instanceof Decoded.Text(SourceText source) ? Stream.of(source) : Stream.empty())
                .toList();
    }

    @Override
    public void close() throws IOException {
        admin.close();
        lock.close();
    }
}
