package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What one scenario plays on: a directory, and programs that end with it. */
final class Stage implements AutoCloseable {
    private final List<String> omnia;
    private final Path work;
    private final boolean quick;
    private final Deque<Child> children = new ArrayDeque<>();
    private int programs;

    /**
     * A stage.
     *
     * @param omnia the command that starts omnia
     * @param work an empty directory
     * @param quick whether little is enough
     */
    Stage(List<String> omnia, Path work, boolean quick) {
        this.omnia = List.copyOf(omnia);
        this.work = work;
        this.quick = quick;
    }

    Path work() {
        return work;
    }

    /** The number, or the smaller one when little is enough. */
    int either(int thorough, int little) {
        return quick ? little : thorough;
    }

    boolean isQuick() {
        return quick;
    }

    /** A command of omnia; its standard output is thrown away unless the caller says otherwise. */
    Child omnia(ProcessBuilder.Redirect out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(omnia);
        command.addAll(List.of(arguments));
        return start(command, "omnia", out);
    }

    private Child start(List<String> command, String name, ProcessBuilder.Redirect out) throws IOException {
        Child child = Child.start(
                command,
                work,
                name + "-" + programs++,
                Map.of("OMNIA_HOME", work.resolve("home").toString()),
                out);
        children.push(child);
        return child;
    }

    /** A door in front of a tool, ready. */
    Door door(Path policies, InetSocketAddress tool, ProcessBuilder.Redirect audit)
            throws IOException, InterruptedException {
        Child child = omnia(
                audit,
                "proxy",
                "--policies",
                policies.toString(),
                "--upstream",
                "http://127.0.0.1:" + tool.getPort(),
                "--identity",
                "headers",
                "--listen",
                "127.0.0.1:0",
                "--admin-listen",
                "127.0.0.1:0");
        return new Door(child, child.address("listening on "), child.address("admin on "));
    }

    Door door(Path policies, Tool tool) throws IOException, InterruptedException {
        return door(policies, tool.address(), ProcessBuilder.Redirect.DISCARD);
    }

    /** A tool on a port of its own. */
    Tool tool() throws IOException, InterruptedException {
        return tool(freePort(), work.resolve("journal-" + programs));
    }

    /** A tool in the place of one that is gone: with its address and its journal. */
    Tool inPlaceOf(Tool gone) throws IOException, InterruptedException {
        return tool(gone.address().getPort(), gone.journal());
    }

    /**
     * A port below those that the system gives to whoever asks for any: while the tool is down, nobody gets it by chance, and
     * no connection to it has it at both ends.
     */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException _) {
                // Taken: another.
            }
        }
    }

    private Tool tool(int port, Path journal) throws IOException, InterruptedException {
        Child child = start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToolProgram.class.getName(),
                        Integer.toString(port),
                        journal.toString()),
                "tool",
                ProcessBuilder.Redirect.DISCARD);
        return new Tool(child, child.address("listening on "), journal);
    }

    /**
     * A tool that runs.
     *
     * @param journal what reached it, and those in whose place it is
     */
    record Tool(Child child, InetSocketAddress address, Path journal) {
        Journal.Read seen() throws IOException {
            return Journal.read(journal);
        }

        /** How many calls reached it so far. */
        long total() {
            return Journal.total(journal);
        }
    }

    @Override
    public void close() throws IOException {
        for (Child child : children) {
            child.close();
        }
        for (Child child : children) {
            child.process().onExit().join();
        }
        try (var files = Files.walk(work)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
