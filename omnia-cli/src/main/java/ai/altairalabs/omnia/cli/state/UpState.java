package ai.altairalabs.omnia.cli.state;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running {@code omnia up} tells the other commands.
 *
 * @param pid its process
 * @param started when that process started, in milliseconds since 1970; a process id is used again, the two are not
 * @param admin its admin port, {@code http://HOST:PORT}
 * @param manifests the files and directories it reads, absolute
 * @param log its log
 */
public record UpState(long pid, long started, URI admin, List<Path> manifests, Path log) {
    public UpState {
        Objects.requireNonNull(admin);
        manifests = List.copyOf(manifests);
        Objects.requireNonNull(log);
    }

    /** This process, with an admin port and manifests. */
    public static UpState ofThisProcess(URI admin, List<Path> manifests, Path log) {
        ProcessHandle self = ProcessHandle.current();
        return new UpState(self.pid(), startOf(self), admin, manifests, log);
    }

    /** The running one, or empty; one that was left behind by a process that died counts as none. */
    public static Optional<UpState> running(OmniaHome home) throws IOException {
        String text;
        try {
            text = Files.readString(home.upState());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        return parse(text).filter(UpState::alive);
    }

    /**
     * The running one.
     *
     * @throws CannotDo if there is none: says how to start one, and {@code otherwise} what else to do
     */
    public static UpState require(OmniaHome home, String otherwise) throws IOException {
        return running(home)
                .orElseThrow(
                        () -> new CannotDo("no `omnia up` is running; start one with `omnia up -f PATH`" + otherwise));
    }

    /** Makes it known, at once. */
    public void save(OmniaHome home) throws IOException {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("pid", pid);
        tree.put("started", started);
        tree.put("admin", admin.toString());
        tree.put("manifests", manifests.stream().map(Path::toString).toList());
        tree.put("log", log.toString());
        AtomicFile.writeSecret(home.make().upState(), Json.pretty(tree) + "\n");
    }

    /** Takes it back when the process ends, unless another one has taken its place. */
    public void remove(OmniaHome home) throws IOException {
        if (Files.exists(home.upState())
                && parse(Files.readString(home.upState())).filter(this::equals).isPresent()) {
            Files.deleteIfExists(home.upState());
        }
    }

    private boolean alive() {
        return ProcessHandle.of(pid)
                .filter(p -> p.isAlive() && startOf(p) == started)
                .isPresent();
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Optional<UpState> parse(String text) {
        try {
            Map<String, @Nullable Object> tree = Json.readObject(text);
            if (tree.get("pid") instanceof Long pid
                    && tree.get("started") instanceof Long started
                    && tree.get("admin") instanceof String admin
                    && tree.get("manifests") instanceof List<?> manifests
                    && tree.get("log") instanceof String log) {
                return Optional.of(new UpState(
                        pid,
                        started,
                        URI.create(admin),
                        manifests.stream().map(String::valueOf).map(Path::of).toList(),
                        Path.of(log)));
            }
            return Optional.empty();
        } catch (Json.NotJson | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
