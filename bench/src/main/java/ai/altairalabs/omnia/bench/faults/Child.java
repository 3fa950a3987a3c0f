package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program in a process of its own, with what it says of itself in a file. */
final class Child implements AutoCloseable {
    /** How long anything may take that does not depend on the load. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path err;

    private Child(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /**
     * Starts it.
     *
     * @param out where its standard output goes
     */
    static Child start(
            List<String> command, Path work, String name, Map<String, String> environment, ProcessBuilder.Redirect out)
            throws IOException {
        Path err = work.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Child(process, err);
    }

    /** What it said on standard error. */
    String said() throws IOException {
        return Files.readString(err);
    }

    /** Waits until it says where it listens. */
    InetSocketAddress address(String before) throws IOException, InterruptedException {
        Pattern pattern = Pattern.compile("(?m)^" + before + "127\\.0\\.0\\.1:([0-9]+)$");
        await(() -> find(pattern) > 0);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), find(pattern));
    }

    private int find(Pattern pattern) {
        try {
            Matcher found = pattern.matcher(said());
            return found.find() ? Integer.parseInt(found.group(1)) : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Waits until it is so; fails when the process ends before. */
    void await(BooleanSupplier condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException("a program did not come to that; it said:\n" + said());
            }
            Thread.sleep(5);
        }
    }

    /** The largest resident size so far, in MiB. */
    long peakMebibytes() throws IOException {
        return memory("VmHWM");
    }

    /** The resident size, in MiB. */
    long mebibytes() throws IOException {
        return memory("VmRSS");
    }

    private long memory(String field) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("no " + field + " in " + status);
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM; gives the exit code. */
    int terminate() throws IOException, InterruptedException {
        // By its handle: the process itself would close its streams, and with them what it is still to write.
        process.toHandle().destroy();
        return awaitEnd();
    }

    int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("a program did not end; it said:\n" + said());
        }
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
