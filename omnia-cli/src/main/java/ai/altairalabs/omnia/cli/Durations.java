package ai.altairalabs.omnia.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them: {@code 30s}, {@code 15m}, {@code 1h}, {@code 7d}. */
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        if (!value.matches("[0-9]{1,6}[smhd]")) {
            throw new TypeConversionException("`" + value + "` is no time: write `30s`, `15m`, `1h` or `7d`");
        }
        long number = Long.parseLong(value.substring(0, value.length() - 1));
        return switch (value.charAt(value.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
