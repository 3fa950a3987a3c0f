package ai.altairalabs.omnia.server.audit;

import java.time.Duration;

/**
 * How long the log waits for its stream.
 *
 * @param withRefusal how long a refusal waits for its record at most
 * @param whenClosing how long closing waits for what is still to be written at most
 */
public record Patience(Duration withRefusal, Duration whenClosing) {
    /** 50 milliseconds with a refusal, two seconds when closing. */
    public static final Patience STANDARD = new Patience(Duration.ofMillis(50), Duration.ofSeconds(2));

    public Patience {
        if (!withRefusal.isPositive() || !whenClosing.isPositive()) {
            throw new IllegalArgumentException("patience is longer than nothing");
        }
    }
}
