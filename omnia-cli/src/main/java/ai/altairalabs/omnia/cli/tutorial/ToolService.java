package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The example's tool service, a process of its own: what reached it and what it did can be seen from outside. */
final class ToolService implements AutoCloseable {
    private static final String MAIN = "ai.altairalabs.omnia.examples.customertools.CustomerTools";
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ChildProcess process;
    private final Path log;
    private final Path database;
    private final int port;

    private ToolService(ChildProcess process, Path log, Path database, int port) {
        this.process = process;
        this.log = log;
        this.database = database;
        this.port = port;
    }

    /** A request that reached it. */
    record Request(String method, String path, Map<String, String> headers, String body) {
        /** A header's value, or null. */
        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Starts it on a free port, with a new database in a directory. */
    static ToolService start(Path work) throws IOException, InterruptedException {
        Path log = work.resolve("tools.log");
        Path database = work.resolve("tools.db");
        ChildProcess process = ChildProcess.start(
                List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                classPath(),
                MAIN,
                List.of("--port", "0", "--db", database.toString(), "--log", log.toString()),
                Map.of(),
                work,
                "tools");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.alive()) {
            Matcher listening = LISTENING.matcher(process.output());
            if (listening.find()) {
                return new ToolService(process, log, database, Integer.parseInt(listening.group(1)));
            }
            Thread.sleep(20);
        }
        process.close();
        throw new CannotDo("the example's tool service did not start: " + process.errors());
    }

    /** The jars of the launcher's build, or in a test the class path of the test itself. */
    static String classPath() throws IOException {
        String build = System.getProperty("omnia.build");
        if (build == null) {
            return System.getProperty("java.class.path");
        }
        try (Stream<Path> jars = Files.list(Path.of(build, "tools"))) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(java.io.File.pathSeparator));
        }
    }

    /** {@code 127.0.0.1:PORT}. */
    String address() {
        return "127.0.0.1:" + port;
    }

    URI uri() {
        return URI.create("http://" + address());
    }

    long pid() {
        return process.pid();
    }

    Database database() {
        return new Database(database);
    }

    /** Everything that reached it so far, in order. */
    List<Request> requests() throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(ToolService::request).toList();
        }
    }

    private static Request request(String line) {
        Map<String, @Nullable Object> tree = Json.readObject(line);
        Map<String, String> headers = new LinkedHashMap<>();
        if (tree.get("headers") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        }
        return new Request(
                String.valueOf(tree.get("method")),
                String.valueOf(tree.get("path")),
                headers,
                String.valueOf(tree.get("body")));
    }

    @Override
    public void close() {
        process.close();
    }
}
