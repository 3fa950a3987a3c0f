package ai.altairalabs.omnia.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of omnia as a process of its own, with the tests' class path. */
public final class CliProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static int runs;

    private final Process process;
    private final Path out;
    private final Path err;

    private CliProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What a command printed, and its exit code. */
    public record Result(int code, String out, String err) {}

    /** A port that was free a moment ago, for what must be known before it is there. */
    public static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Runs a command to its end. */
    public static Result run(Path directory, String... arguments) throws Exception {
        try (CliProcess process = start(directory, arguments)) {
            return process.await();
        }
    }

    /** Starts a command; it works in this directory, and its state is below it. */
    public static CliProcess start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), List.of(arguments));
    }

    /** Starts a door, whose ports are free ones of loopback. */
    public static CliProcess startDoor(Path directory, String command, String... options) throws IOException {
        return startDoor(directory, Map.of(), command, options);
    }

    /** The same with these environment variables beside the tests' own. */
    public static CliProcess startDoor(
            Path directory, Map<String, String> environment, String command, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"));
        arguments.addAll(List.of(options));
        return start(directory, environment, arguments);
    }

    /** Starts a proxy before a tool, with the policies in {@code policies}. */
    public static CliProcess startProxy(Path directory, RecordingTool tool, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--policies", "policies", "--upstream", "http://" + tool.address()));
        all.addAll(List.of(options));
        return startDoor(directory, "proxy", all.toArray(String[]::new));
    }

    /** Starts a proxy that trusts plain headers, with the policies in {@code policies}, as a process that may open so many files. */
    public static CliProcess startProxyWithFiles(Path directory, int files, String upstream) throws IOException {
        return start(
                directory,
                List.of("bash", "-c", "ulimit -n " + files + " && exec \"$@\"", "bash"),
                Map.of(),
                List.of(
                        "proxy",
                        "--listen",
                        "127.0.0.1:0",
                        "--admin-listen",
                        "127.0.0.1:0",
                        "--policies",
                        "policies",
                        "--identity",
                        "headers",
                        "--upstream",
                        upstream));
    }

    /** Starts a command with these environment variables beside the tests' own. */
    public static CliProcess start(Path directory, Map<String, String> environment, List<String> arguments)
            throws IOException {
        return start(directory, List.of(), environment, arguments);
    }

    private static CliProcess start(
            Path directory, List<String> starter, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Domnia.root=" + System.getProperty("omnia.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        Path out;
        Path err;
        synchronized (CliProcess.class) {
            runs++;
            out = directory.resolve(".out-" + runs);
            err = directory.resolve(".err-" + runs);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("OMNIA_HOME", directory.resolve("home").toString());
        builder.environment().remove("OMNIA_TOKEN");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new CliProcess(process, out, err);
    }

    /** Waits for its end. */
    public Result await() throws Exception {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it did not end; it said " + err());
        }
        return new Result(process.exitValue(), out(), err());
    }

    /** Asks it to end, as a signal does, and waits. */
    public Result terminate() throws Exception {
        process.destroy();
        return await();
    }

    public String out() throws IOException {
        return Files.readString(out);
    }

    /** Where its standard output goes. */
    public Path outFile() {
        return out;
    }

    public String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits until it says this on standard error; gives what stands in the first parentheses. */
    public String awaitSaid(String pattern) throws Exception {
        Pattern line = Pattern.compile("(?m)" + pattern);
        until(() -> said(line) != null);
        return said(line);
    }

    /** Waits until the door takes requests, and says where. */
    public String address() throws Exception {
        return awaitSaid("^listening on (127\\.0\\.0\\.1:[0-9]+)$");
    }

    /** The same, the port alone. */
    public int port() throws Exception {
        return Integer.parseInt(address().split(":")[1]);
    }

    /** Waits until the door can be asked for its state, and says where. */
    public String adminAddress() throws Exception {
        return awaitSaid("^admin on (127\\.0\\.0\\.1:[0-9]+)$");
    }

    private String said(Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(err());
            return matcher.find() ? matcher.group(1) : null;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Waits until something is so. */
    public void until(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("it did not come to that; it said " + out() + err());
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
