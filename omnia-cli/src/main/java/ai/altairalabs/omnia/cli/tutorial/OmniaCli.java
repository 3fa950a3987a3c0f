package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs omnia's own commands as processes, as a user at a shell would. */
final class OmniaCli {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path work;
    private final Map<String, String> environment;
    private final List<String> flags;
    private int runs;

    /**
     * For one OMNIA_HOME.
     *
     * @param work the directory in which files are named
     */
    OmniaCli(Path work, Path home) {
        this.work = work;
        this.environment = Map.of("OMNIA_HOME", home.toString(), "NO_COLOR", "1");
        this.flags = flags();
    }

    /** What a command printed, and its exit code. */
    record Result(int code, String out, String err) {}

    /** Runs a command to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> shortRun = new ArrayList<>(flags);
        shortRun.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        runs++;
        ChildProcess process = ChildProcess.start(
                shortRun,
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
        return ChildProcess.start(flags, classPath(), Main.class.getName(), arguments, environment, work, name);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The flags that the launcher gave this process and that a child needs too. */
    private static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:AOTCache=")
                        || flag.startsWith("-Xlog:")
                        || flag.startsWith("--enable-native-access")
                        || flag.startsWith("--sun-misc-unsafe-memory-access")
                        || flag.startsWith("-Domnia.root="))
                .toList();
    }
}
