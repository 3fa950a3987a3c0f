package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SIGKILL to {@code omnia apply}: at any moment, and at the moment at which it begins to write. Afterwards each file of the
 * policy directory must be a whole one, the old or the new.
 */
final class ApplyKilled {
    private static final List<String> POLICIES = List.of("one", "two");

    /** Lines of comment that make a file so large that writing it takes a while. */
    private static final int LINES = 6_000;

    private final Stage stage;
    private final Path manifests;
    private final Random random = new Random(1);

    /** The contents that each file may have. */
    private final Map<Path, Set<String>> whole = new HashMap<>();

    private ApplyKilled(Stage stage) throws IOException {
        this.stage = stage;
        manifests = Files.createDirectory(stage.work().resolve("manifests"));
    }

    static List<Row> run(Stage stage, int seconds) throws IOException, InterruptedException {
        return List.of(new ApplyKilled(stage).measure(seconds));
    }

    private Row measure(int seconds) throws IOException, InterruptedException {
        Files.writeString(manifests.resolve("tools.yaml"), Manifests.REGISTRY);
        Child up = stage.omnia(ProcessBuilder.Redirect.DISCARD, "up", "-f", manifests.toString(), "--any-port");
        up.await(() -> Files.exists(stage.work().resolve("home/up.json")));
        long took = 0;
        for (char mark : new char[] {'A', 'B'}) {
            long start = System.nanoTime();
            applyWhole(mark);
            took = System.nanoTime() - start;
            remember();
        }
        int rounds = 0;
        int finished = 0;
        int writing = 0;
        int broken = 0;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        do {
            char mark = rounds % 2 == 0 ? 'A' : 'B';
            Set<Path> before = temporary();
            Child apply = apply(mark);
            if (rounds % 4 < 3) {
                writing += awaitWriting(apply, before) ? 1 : 0;
                Thread.sleep(Duration.ofNanos(random.nextInt(4_000_000)));
            } else {
                Thread.sleep(Duration.ofNanos((long) (random.nextDouble() * took)));
            }
            finished += apply.isAlive() ? 0 : 1;
            apply.kill();
            broken += countBroken();
            rounds++;
        } while (System.nanoTime() < end);
        long left = temporary().size();
        applyWhole('A');
        applyWhole('B');
        boolean inForce = up.isAlive() && countBroken() == 0 && temporary().isEmpty();
        Row row = new Row(
                "apply",
                rounds + 4L,
                finished + 4L,
                0,
                0,
                broken,
                0,
                0,
                "each is an `apply`, answered if it came to its end; " + (rounds - finished) + " were killed, "
                        + writing
                        + " of them at the first sign of writing; lost are files that were not whole; " + left
                        + " hidden files were left over, " + temporary().size() + " after the next ones that wrote");
        return inForce ? row : row.withMismatch();
    }

    private Child apply(char mark) throws IOException {
        String text = POLICIES.stream()
                .map(name -> Manifests.policy(name, mark == 'A', mark, false)
                        + ("# set " + mark + " of " + name + "\n").repeat(stage.either(LINES, LINES / 6)))
                .collect(Collectors.joining("---\n"));
        Path file = Files.writeString(stage.work().resolve("set.yaml"), text);
        return stage.omnia(ProcessBuilder.Redirect.DISCARD, "apply", "-f", file.toString());
    }

    private void applyWhole(char mark) throws IOException, InterruptedException {
        Child apply = apply(mark);
        if (apply.awaitEnd() != 0) {
            throw new IOException("`omnia apply` did not succeed; it said:\n" + apply.said());
        }
    }

    /** Whether it was seen to write before it ended. */
    private boolean awaitWriting(Child apply, Set<Path> before) throws IOException, InterruptedException {
        while (apply.isAlive()) {
            if (!before.containsAll(temporary())) {
                return true;
            }
            Thread.sleep(Duration.ofNanos(200_000));
        }
        return false;
    }

    private void remember() throws IOException {
        for (Map.Entry<Path, String> file : contents().entrySet()) {
            whole.computeIfAbsent(file.getKey(), _ -> new HashSet<>()).add(file.getValue());
        }
    }

    private int countBroken() throws IOException {
        Map<Path, String> now = contents();
        int broken = 0;
        for (Map.Entry<Path, Set<String>> file : whole.entrySet()) {
            broken += file.getValue().contains(now.get(file.getKey())) ? 0 : 1;
        }
        return broken + (now.keySet().equals(whole.keySet()) ? 0 : 1);
    }

    /** The manifests as a reader of the directory finds them. */
    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new HashMap<>();
        for (Path file : files(".yaml")) {
            contents.put(file, Files.readString(file));
        }
        return contents;
    }

    private Set<Path> temporary() throws IOException {
        return files(".tmp");
    }

    private Set<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(manifests)) {
            return all.filter(file -> file.toString().endsWith(ending)).collect(Collectors.toSet());
        }
    }
}
