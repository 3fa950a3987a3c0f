package ai.altairalabs.omnia.server.audit;

import java.time.Instant;

/** Writes times as RFC 3339 with milliseconds, and formats each second only once. Safe for use by several threads. */
final class TimeText {
    private volatile Second last = new Second(Instant.EPOCH.getEpochSecond(), "1970-01-01T00:00:00");

    private record Second(long number, String text) {}

    String rfc3339(Instant time) {
        Second second = last;
        if (second.number != time.getEpochSecond()) {
            String whole = Instant.ofEpochSecond(time.getEpochSecond()).toString();
            second = new Second(time.getEpochSecond(), whole.substring(0, whole.length() - 1));
            last = second;
        }
        int millis = time.getNano() / 1_000_000;
        char[] tail = {
            '.', (char) ('0' + millis / 100), (char) ('0' + millis / 10 % 10), (char) ('0' + millis % 10), 'Z'
        };
        return second.text.concat(new String(tail));
    }
}
