package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SIGTERM to the door while all its clients ask: each answer says that the connection ends, and none is missing. */
final class Terminated {
    private static final int CLIENTS = 64;

    private Terminated() {}

    static List<Row> run(Stage stage, int seconds) throws IOException, InterruptedException {
        Stage.Tool tool = stage.tool();
        var policies = Manifests.plain(stage.work().resolve("policies"), false);
        Calls calls = new Calls();
        Map<String, Object> faults = new TreeMap<>();
        int rounds = 0;
        int badEnds = 0;
        long longest = 0;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        do {
            Door door = stage.door(policies, tool);
            Load load = Load.start(door.address(), calls, CLIENTS, 100, Judge.ofRule("cap-one"));
            load.awaitAllBegun();
            load.awaitSent(stage.either(5_000, 500));
            long asked = System.nanoTime();
            badEnds += door.child().terminate() == 0 ? 0 : 1;
            longest = Math.max(
                    longest, Duration.ofNanos(System.nanoTime() - asked).toMillis());
            load.join();
            faults.putAll(load.faults());
            rounds++;
        } while (System.nanoTime() < end);
        Row row = calls.against(
                tool.seen(),
                "terminate",
                rounds + " doors, " + CLIENTS + " clients each; the slowest ended " + longest + " ms after the signal, "
                        + badEnds + " with another exit code than 0; " + faults);
        return List.of(badEnds == 0 ? row : row.withMismatch());
    }
}
