package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs omnia's own commands as processes, as a user at a shell would. */
final class OmniaCli {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path work;
    private final Map<String, String> environment;
    private int runs;

    /**
     * For one OMNIA_HOME.
     *
     * @param work the directory in which files are named
     */
    OmniaCli(Path work, Path home) {
        this.work = work;
        this.environment = Map.of("OMNIA_HOME", home.toString(), "NO_COLOR", "1");
    }

    /** What a command printed, and its exit code. */
    record Result(int code, String out, String err) {}

    /** Runs a command to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        runs++;
        ChildProcess process = ChildProcess.start(
                flags("commands", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                classPath(),
                Main.class.getName(),
                List.of(arguments),
                environment,
                work,
                ".command-" + runs);
        int code = process.await(PATIENCE);
        return new Result(code, process.output(), process.errors());
    }

    /** Starts a command that stays. */
    ChildProcess start(String name, List<String> arguments) throws IOException {
        return ChildProcess.start(
                flags("servers"), classPath(), Main.class.getName(), arguments, environment, work, name);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** Flags as the launcher gives them, with the AOT cache of this part where there is one. */
    private static List<String> flags(String part, String... more) {
        List<String> flags = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:aot=off",
                "-Xlog:cds=off",
                "-Domnia.root=" + System.getProperty("omnia.root", ".")));
        flags.addAll(List.of(more));
        Path cache = Path.of(System.getProperty("omnia.build", ""), part + ".aot");
        if (Files.exists(cache)) {
            flags.add("-XX:AOTCache=" + cache);
        }
        return flags;
    }
}
