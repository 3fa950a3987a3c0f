package ai.altairalabs.omnia.server.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many connections a process may have: each is an open file to the system, which gives only so many. One that has none left
 * cannot call tools any more, nor read policies or keys.
 */
final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Pattern SOFT_LIMIT = Pattern.compile("(?m)^Max open files +([0-9]{1,9}) ");

    private OpenFiles() {}

    /**
     * How many clients may be connected: three quarters of what is left now, so that tools can be called for them. As many as want
     * to where the system does not say.
     */
    static int clients() {
        try (Stream<Path> open = Files.list(OPEN)) {
            Matcher limit = SOFT_LIMIT.matcher(Files.readString(LIMITS));
            return limit.find() ? clients(Integer.parseInt(limit.group(1)), (int) open.count()) : Integer.MAX_VALUE;
        } catch (IOException | UncheckedIOException | SecurityException _) {
            return Integer.MAX_VALUE;
        }
    }

    static int clients(int limit, int open) {
        return Math.max(1, (limit - open) / 4 * 3);
    }
}
