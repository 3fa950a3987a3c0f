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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The manifests of the running {@code omnia up}, held by one changing command at a time. */
public final class RunningManifests implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(20);

    private final UpState up;
    private final FileChannel lock;
    private final List<Decoded> files;

    private RunningManifests(UpState up, FileChannel lock, List<Decoded> files) {
        this.up = up;
        this.lock = lock;
        this.files = List.copyOf(files);
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
        Set<String> known = new HashSet<>();
        compile(files).problems().forEach(problem -> known.add(key(problem)));
        return compile(all).problems().stream()
                .filter(problem -> names.contains(problem.place().source().name())
                        || (problem.isError() && !known.contains(key(problem))))
                .toList();
    }

    /** Writes what an editor changed, file by file, each at once, and gives the revision that comes of it. */
    public String write(ManifestEditor editor) throws IOException {
        for (Map.Entry<Path, Optional<String>> change : editor.changes().entrySet()) {
            if (change.getValue().isPresent()) {
                AtomicFile.write(change.getKey(), change.getValue().get());
            } else {
                Files.deleteIfExists(change.getKey());
            }
        }
        return compile(new ManifestFiles(up.manifests()).read()).revision();
    }

    /** Waits until {@code up} uses a revision, and says what came of it. */
    public String awaitInForce(String revision) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (AdminClient admin = new AdminClient(up.admin())) {
            while (System.nanoTime() < end) {
                if (revision.equals(admin.get("/v1/status").get("revision"))) {
                    return "in force (revision " + revision + ")";
                }
                Thread.sleep(POLL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new CannotDo("written, but `omnia up` did not take it over within " + PATIENCE.toSeconds()
                + " s; see `omnia logs`");
    }

    private static PolicySet compile(List<Decoded> files) {
        return PolicySet.compile(ManifestReader.readFiles(files), Limits.standard(System::nanoTime));
    }

    private static String key(Problem problem) {
        return problem.place().source().name() + '\n' + problem.message() + '\n'
                + problem.place().source().line(problem.place().line());
    }

    private static List<SourceText> texts(List<Decoded> files) {
        return files.stream()
                .flatMap(file -> file instanceof Decoded.Text(SourceText source) ? Stream.of(source) : Stream.empty())
                .toList();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
