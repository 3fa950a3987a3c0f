package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.up.Up;
import ai.altairalabs.omnia.cli.up.UpLog;
import ai.altairalabs.omnia.cli.up.UpOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs everything that manifests describe. */
@Command(
        name = "up",
        description = {
            "Run everything that manifests describe, in one process.",
            "Facade and runtime of each agent, and a door in front of each registry's tools.",
            "Manifests are watched: a change is in force within a second.",
            "Audit records go to standard output, everything else to standard error; `omnia logs` shows both."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia up -f examples/customer-service \\",
            "    --script examples/customer-service/model/script.yaml \\",
            "    --connect-to customer-tools.production.svc.cluster.local:8080=127.0.0.1:8090",
            "  omnia up -f agents/ -f policies/ --admin-listen 127.0.0.1:9090",
            "",
            "Without --script an agent's model is an OpenAI-compatible endpoint: set OPENAI_MODEL,",
            "OPENAI_API_KEY and OPENAI_BASE_URL."
        })
final class UpCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--filename"},
            paramLabel = "PATH",
            required = true,
            description = "Manifests: a file or directory. May be given several times.")
    private List<Path> paths = List.of();

    @Option(
            names = "--connect-to",
            paramLabel = "HOST:PORT=HOST:PORT",
            description = "Reach tools of the first address at the second. May be repeated.")
    private List<String> connectTo = List.of();

    @Option(names = "--script", paramLabel = "FILE", description = "A script that stands in for every agent's model.")
    private @Nullable Path script;

    @Option(
            names = "--admin-listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            defaultValue = "127.0.0.1:0",
            description = "Health, metrics, control; keep it private (default: ${DEFAULT-VALUE}).")
    private HostPort admin = new HostPort("127.0.0.1", 0);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FacadeArguments facades;

    @Override
    public Integer call() throws IOException, InterruptedException {
        OmniaHome home = OmniaHome.ofProcess().make();
        UpOptions options = new UpOptions(
                paths.stream().map(path -> path.toAbsolutePath().normalize()).toList(),
                connections(),
                script,
                admin,
                facades.host(),
                facades.anyPort());
        try (FileChannel _ = lock(home);
                UpLog log = UpLog.open(home)) {
            OutputStream errors = log.diagnostics();
            Preparation.awaitCore();
            OutputStream audit = log.beside(new FileOutputStream(FileDescriptor.out));
            try (Up up = Up.start(options, home, audit, System.getenv())) {
                Servers.serve(up::drain, () -> {
                    PrintWriter err = new PrintWriter(errors, false, StandardCharsets.UTF_8);
                    err.print(up.summary());
                    err.flush();
                });
            }
        }
        return ExitCodes.OK;
    }

    /** One {@code up} at a time; the lock ends with the process, however it ends. */
    private static FileChannel lock(OmniaHome home) throws IOException {
        FileChannel channel = FileChannel.open(home.upLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new CannotDo("an `omnia up` is running already with its state in `" + home.directory()
                    + "`; stop it, or set OMNIA_HOME to another directory");
        }
        return channel;
    }

    private Map<HostPort, HostPort> connections() {
        Map<HostPort, HostPort> connections = new LinkedHashMap<>();
        for (String connection : connectTo) {
            int equals = connection.indexOf('=');
            try {
                HostPort named = HostPort.parse(connection.substring(0, Math.max(equals, 0)));
                connections.put(named, HostPort.parse(connection.substring(equals + 1)));
            } catch (IllegalArgumentException _) {
                throw new CannotDo("`--connect-to " + connection + "`: write `HOST:PORT=HOST:PORT`");
            }
        }
        return connections;
    }
}
