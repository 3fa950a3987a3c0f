package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.util.List;

/**
 * Something that is done to the door.
 *
 * @param title its name on the command line
 * @param seconds how long it runs by default
 * @param what it is, for people
 * @param run does it
 */
record Scenario(String title, int seconds, String what, Run run) {
    static final List<Scenario> ALL = List.of(
            new Scenario("reload", 120, "the policies are replaced every 100 ms under full load", Reload::run),
            new Scenario(
                    "slow",
                    60,
                    "clients that send and read slowly and tools that answer slowly, beside quick ones",
                    SlowPeers::run),
            new Scenario("idle", 20, "thousands of connections that do nothing, beside some that do", Idle::run),
            new Scenario("tool", 20, "the tool is killed and started again", ToolKilled::run),
            new Scenario("audit", 20, "nobody reads the audit log; the disk is full", AuditStuck::run),
            new Scenario("terminate", 30, "SIGTERM to the door under full load", Terminated::run),
            new Scenario("apply", 60, "SIGKILL to `omnia apply` while it writes", ApplyKilled::run));

    /** Does it and says what came of it. */
    @FunctionalInterface
    interface Run {
        List<Row> on(Stage stage, int seconds) throws IOException, InterruptedException;
    }
}
