package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.audit.Patience;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;

/** What waits so long that only a fault is longer, however slow the machine: for tests of something else than the waiting. */
final class Patient {
    static final Duration LONG = Duration.ofMinutes(2);

    static final DoorTimeouts TIMEOUTS = new DoorTimeouts(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG);

    private Patient() {}

    /** The same with less patience for clients: for a head, for each part of a body, for taking in an answer, between requests. */
    static DoorTimeouts withClients(Duration head, Duration body, Duration write, Duration keepAlive) {
        return new DoorTimeouts(LONG, LONG, head, body, write, keepAlive, LONG, LONG);
    }

    /** A log whose records are written before their refusals, and all of them before it is closed. */
    static AuditLog log(OutputStream out) {
        return AuditLog.to(out, Clock.systemUTC(), new Patience(LONG, LONG));
    }
}
