package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Words;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A span of time as Kubernetes writes it: {@code 30s}, {@code 1m30s}, {@code 500ms}. More than zero, at most a day. */
record DurationShape() implements Shape<Duration> {
    private static final Pattern PART = Pattern.compile("([0-9]{1,8})(ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,8}(?:ms|s|m|h)){1,8}");
    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public @Nullable Duration read(Node node, Reading in) {
        if (node instanceof Node.Scalar scalar && scalar.type() == CoreType.INTEGER) {
            in.error(
                    node.place(),
                    Words.quote(scalar.text()) + " is a number without a unit",
                    "write " + Words.quote(scalar.text() + "s") + " for seconds");
            return null;
        }
        String text = TextShape.FILLED.read(node, in);
        if (text == null) {
            return null;
        }
        Duration duration = text.length() <= 80 && WHOLE.matcher(text).matches() ? sum(text) : null;
        if (duration == null) {
            in.error(
                    node.place(),
                    Words.quote(text) + " is no duration",
                    "write `30s`, `1m30s` or `500ms`, for example");
            return null;
        }
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
            in.error(node.place(), Words.quote(text) + " is out of range", "write more than `0s` and at most `24h`");
            return null;
        }
        return duration;
    }

    private static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        default -> Duration.ofHours(count);
                    });
        }
        return sum;
    }

    @Override
    public String type() {
        return "duration";
    }

    @Override
    public String rule() {
        return "such as `30s`, `1m30s` or `500ms`; more than `0s`, at most `24h`";
    }
}
