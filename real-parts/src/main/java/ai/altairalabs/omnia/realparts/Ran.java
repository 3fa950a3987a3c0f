package ai.altairalabs.omnia.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How a program ended.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record Ran(int exitCode, String out, String err) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Runs a program to its end, for five minutes at most. */
    public static Ran run(Path directory, Map<String, String> environment, List<String> command, String input) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Thread.ofVirtual().start(() -> write(process, input));
            CompletableFuture<String> err = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> err.complete(read(process.getErrorStream())));
            Thread.ofVirtual().start(() -> endInTime(process));
            String out = read(process.getInputStream());
            return new Ran(process.waitFor(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Its standard output; fails when it did not end well. */
    public String orFail() {
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + ": " + out + err);
        }
        return out;
    }

    /** A program that hangs ends here, and the test with it. */
    private static void endInTime(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Process process, String input) {
        try (var stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // A program may end without having read its input.
        }
    }
}
