package ai.altairalabs.omnia.bench.faults;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The audit log goes into a pipe that nobody reads, and onto a disk that is full. */
final class AuditStuck {
    private static final int CLIENTS = 16;

    /** Octets of each body, which stand in each record. */
    private static final int BALLAST = 12_000;

    private static final String DROPPED = "omnia_audit_dropped_total";
    private static final Pattern TOLD = Pattern.compile("\"msg\":\"audit_records_dropped\",\"count\":([0-9]+),");

    private final Stage stage;
    private final int seconds;
    private final Path policies;

    /** What was in the log in the end: records, and how many were said to be missing. */
    private static final class Log {
        private final AtomicLong records = new AtomicLong();
        private final AtomicLong missing = new AtomicLong();

        long known() {
            return records.get() + missing.get();
        }

        void read(Process process) {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher told = TOLD.matcher(line);
                    if (told.find()) {
                        missing.addAndGet(Long.parseLong(told.group(1)));
                    } else {
                        records.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private AuditStuck(Stage stage, int seconds) throws IOException {
        this.stage = stage;
        this.seconds = seconds;
        policies = Manifests.plain(stage.work().resolve("policies"), true);
    }

    static List<Row> run(Stage stage, int seconds) throws IOException, InterruptedException {
        AuditStuck scenario = new AuditStuck(stage, Math.max(1, seconds / 2));
        return List.of(scenario.unread(), scenario.full());
    }

    private Row unread() throws IOException, InterruptedException {
        Stage.Tool tool = stage.tool();
        Door door = stage.door(policies, tool.address(), ProcessBuilder.Redirect.PIPE);
        Calls calls = new Calls();
        double dropped = load(door, calls);
        Log log = new Log();
        Thread reading = Thread.ofPlatform().start(() -> log.read(door.child().process()));
        door.child().await(() -> log.known() == calls.sent());
        door.child().terminate();
        reading.join();
        Row row = calls.against(
                tool.seen(),
                "audit-stuck",
                log.records + " records in the log, which says that " + log.missing + " are missing; the metric said "
                        + (long) dropped + " while the log was stuck");
        boolean counted = dropped > 0 && log.missing.get() >= dropped && log.known() == row.sent();
        return counted ? row : row.withMismatch();
    }

    private Row full() throws IOException, InterruptedException {
        Stage.Tool tool = stage.tool();
        Door door = stage.door(policies, tool.address(), ProcessBuilder.Redirect.to(new File("/dev/full")));
        Calls calls = new Calls();
        load(door, calls);
        door.child().await(() -> door.metric(DROPPED) >= calls.sent());
        double dropped = door.metric(DROPPED);
        Row row = calls.against(tool.seen(), "audit-full", "the metric says that " + (long) dropped + " are missing");
        return dropped == row.sent() ? row : row.withMismatch();
    }

    /** Load until records are dropped, and some more. */
    private double load(Door door, Calls calls) throws IOException, InterruptedException {
        try (Load load = Load.start(door.address(), calls, CLIENTS, BALLAST, Judge.ofRule("cap-one"))) {
            door.child().await(() -> door.metric(DROPPED) > 0);
            load.awaitSent(200);
            Thread.sleep(Duration.ofSeconds(seconds));
            load.stop();
            return door.metric(DROPPED);
        }
    }
}
