package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** SIGKILL to the tool under load, again and again; a new one listens at the same address soon after. */
final class ToolKilled {
    private static final int CLIENTS = 16;

    private ToolKilled() {}

    static List<Row> run(Stage stage, int seconds) throws IOException, InterruptedException {
        Stage.Tool tool = stage.tool();
        Door door = stage.door(Manifests.plain(stage.work().resolve("policies"), false), tool);
        Calls calls = new Calls();
        int kills = 0;
        try (Load load = Load.start(door.address(), calls, CLIENTS, 100, Judge.ofRule("cap-one"))) {
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            do {
                load.awaitSent(500);
                tool.child().kill();
                kills++;
                load.awaitSent(100);
                tool = stage.inPlaceOf(tool);
                // A call gets through again, or this never ends.
                long reached = tool.total();
                Stage.Tool newest = tool;
                tool.child().await(() -> newest.total() > reached);
            } while (System.nanoTime() < end);
            load.stop();
            return List.of(calls.against(tool.seen(), "tool", kills + " times killed; " + load.faults()));
        }
    }
}
