package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Two policies in two files change together, as the files of a ConfigMap do. In set A the policy {@code one} refuses large
 * refunds and both mark the small ones with A; in set B {@code two} refuses them and both mark with B. A door that took one
 * policy of each set would let a large refund pass, or mark a small one with both.
 */
final class Reload {
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final int CLIENTS = 32;

    private final Path directory;
    private final AtomicReference<Change> change = new AtomicReference<>(new Change('A', 0));
    private final List<Long> delays = Collections.synchronizedList(new ArrayList<>());
    private int written;

    /** A change that no call has shown yet. */
    private record Change(char mark, long at) {}

    private Reload(Path directory) {
        this.directory = directory;
    }

    static List<Row> run(Stage stage, int seconds) throws IOException, InterruptedException {
        Path policies = Files.createDirectory(stage.work().resolve("policies"));
        return List.of(new Reload(policies).measure(stage, seconds));
    }

    private Row measure(Stage stage, int seconds) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("tools.yaml"), Manifests.REGISTRY);
        swap('A');
        Files.createSymbolicLink(directory.resolve("one.yaml"), Path.of("..data/one.yaml"));
        Files.createSymbolicLink(directory.resolve("two.yaml"), Path.of("..data/two.yaml"));
        Stage.Tool tool = stage.tool();
        Door door = stage.door(directory, tool);
        Calls calls = new Calls();
        int swaps = 0;
        try (Load load = Load.start(door.address(), calls, CLIENTS, 100, this::judge)) {
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (System.nanoTime() < end) {
                char mark = ++swaps % 2 == 0 ? 'A' : 'B';
                swap(mark);
                change.set(new Change(mark, System.nanoTime()));
                Thread.sleep(EVERY);
            }
            load.stop();
            long loaded = door.child()
                    .said()
                    .lines()
                    .filter(line -> line.contains("policies, revision "))
                    .count();
            return calls.against(tool.seen(), "reload", notes(swaps, loaded, load));
        }
    }

    private String notes(int swaps, long loaded, Load load) {
        List<Long> sorted = delays.stream().sorted().toList();
        String delay = sorted.isEmpty()
                ? "no change was seen"
                : "from the change to the first call that it decided: median " + sorted.get(sorted.size() / 2)
                        + " ms, longest " + sorted.getLast() + " ms";
        return swaps + " changes, " + (loaded - 1) + " loads after the first; " + delay + "; " + load.faults();
    }

    /** Puts a whole set in place, as a kubelet does. */
    private void swap(char mark) throws IOException {
        Path data = Files.createDirectory(directory.resolve("..set-" + written++));
        Files.writeString(data.resolve("one.yaml"), Manifests.policy("one", mark == 'A', mark, false));
        Files.writeString(data.resolve("two.yaml"), Manifests.policy("two", mark == 'B', mark, false));
        Path link = Files.createSymbolicLink(directory.resolve("..new"), data.getFileName());
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Outcome judge(Call call, Client.Answer answer) {
        if (answer.status() == 200 && call.amount() == Call.SMALL) {
            char mark = answer.body().charAt(answer.body().indexOf("\"one\":\"") + 7);
            Change last = change.get();
            if (last.mark() == mark && last.at() > 0 && change.compareAndSet(last, new Change(mark, 0))) {
                delays.add((System.nanoTime() - last.at()) / 1_000_000);
            }
            return answer.body()
                            .equals("{\"call\":" + call.id() + ",\"one\":\"" + mark + "\",\"two\":\"" + mark + "\"}")
                    ? Outcome.ANSWERED
                    : Outcome.MISMATCHED;
        }
        boolean refused =
                answer.body().contains("\"rule\":\"cap-one\"") || answer.body().contains("\"rule\":\"cap-two\"");
        return answer.status() == 403 && call.amount() == Call.LARGE && refused ? Outcome.REFUSED : Outcome.MISMATCHED;
    }
}
