package ai.altairalabs.omnia.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Envoy with a static configuration, on loopback. */
public final class Envoy implements AutoCloseable {
    private final Path directory;
    private final int port;
    private final RunningProgram program;

    private Envoy(Path directory, int port, RunningProgram program) {
        this.directory = directory;
        this.port = port;
        this.program = program;
    }

    /** A port that was free a moment ago, for a configuration's listener. */
    public static int freePort() {
        return RunningProgram.freePort();
    }

    /**
     * Starts it; the test is skipped where Envoy is missing.
     *
     * @param configuration in YAML or JSON, with a listener on 127.0.0.1 and {@code port}; without an admin port
     * @param port of that listener
     */
    public static Envoy start(String configuration, int port) {
        String program = Part.ENVOY.require().toString();
        Path directory = Directories.make("omnia-envoy");
        try {
            Path file = Files.writeString(directory.resolve("envoy.yaml"), configuration);
            RunningProgram started = RunningProgram.start(
                    directory.resolve("envoy.log"),
                    Map.of(),
                    List.of(
                            program,
                            "--config-path",
                            file.toString(),
                            "--concurrency",
                            "1",
                            "--use-dynamic-base-id",
                            "--log-level",
                            "warning"));
            started.awaitPort(port);
            return new Envoy(directory, port, started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its listener is. */
    public int port() {
        return port;
    }

    /** What it logged. */
    public String log() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
        Directories.delete(directory);
    }
}
