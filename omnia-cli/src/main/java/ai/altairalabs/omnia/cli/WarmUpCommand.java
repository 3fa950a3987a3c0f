package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.admin.AdminClient;
import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Does a little of everything, so that the AOT cache that is made of this run holds what commands need. */
@Command(name = "warm-up", hidden = true, description = "Exercise what the AOT cache is to hold.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String ANY = "127.0.0.1:0";
    private static final HostPort TOOL = new HostPort("customer-tools.production.svc.cluster.local", 8080);
    private static final int ROUNDS = 20;
    private static final Duration POLL = Duration.ofMillis(5);

    @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init")
    private Part part;

    /** There is a cache for each. */
    enum Part {
        commands,
        servers
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path examples = Path.of(System.getProperty("omnia.root", "."), "examples", "customer-service");
        if (part == Part.commands) {
            shortCommands(examples.toString());
            return ExitCodes.OK;
        }
        HttpServer tool = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tool.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
        });
        tool.start();
        OmniaHome home = OmniaHome.ofProcess();
        try {
            HostPort address = new HostPort("127.0.0.1", tool.getAddress().getPort());
            Preparation.begin();
            up(examples, address, home);
            door("proxy", examples, "--upstream", "http://" + address);
            door("decision-point", examples);
        } finally {
            tool.stop(0);
        }
        return ExitCodes.OK;
    }

    private static void shortCommands(String examples) {
        run("--help");
        run("get", "toolpolicies", "-f", examples);
        run("get", "agentpolicies", "-f", examples, "-o", "yaml");
        run("validate", "-f", examples);
        run("get", "nothing");
        run("token", "-f", examples, "--claim", "team=a");
        run("call", "--agent", "a", "--tool", "t", "--data", "{}");
    }

    private static void run(String... arguments) {
        StringWriter ignored = new StringWriter();
        Main.run(new PrintWriter(ignored), new PrintWriter(ignored), arguments);
    }

    /** Runs a server as a user does, until this is done; its whole start is to be in the cache. */
    private static void serving(Work work, String... arguments) throws IOException, InterruptedException {
        StringWriter said = new StringWriter();
        Thread server = Thread.ofPlatform().start(() -> {
            PrintWriter out = new PrintWriter(said, true);
            Main.run(out, out, arguments);
        });
        try {
            work.with(said, server);
        } finally {
            server.interrupt();
            server.join();
        }
    }

    /** What is done while a server runs. */
    private interface Work {
        void with(StringWriter said, Thread server) throws IOException, InterruptedException;
    }

    private static void up(Path examples, HostPort tool, OmniaHome home) throws IOException, InterruptedException {
        String token = DevelopmentIssuer.of(home, Clock.systemUTC())
                .token("support-agent", "warm-up", Map.of("team", "a", "customer_id", "b"), Duration.ofMinutes(5));
        Map<String, ?> refund = Map.of("order_id", "O-1001", "amount", 750, "reason", "broken");
        Map<String, ?> call = Map.of("agent", "support-agent", "tool", "process_refund", "arguments", refund);
        String script = examples.resolve("model/script.yaml").toString();
        serving(
                (_, server) -> {
                    while (UpState.running(home).isEmpty() && server.isAlive()) {
                        Thread.sleep(POLL);
                    }
                    try (AdminClient admin =
                            new AdminClient(UpState.require(home, "").admin())) {
                        admin.get("/v1/status");
                        admin.get("/v1/resources");
                        for (int i = 0; i < ROUNDS; i++) {
                            admin.post("/v1/calls", call, token);
                        }
                    }
                },
                "up",
                "-f",
                examples.toString(),
                "--script",
                script,
                "--any-port",
                "--connect-to",
                TOOL + "=" + tool);
    }

    private static void door(String command, Path examples, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--policies",
                examples.toString(),
                "--identity",
                "headers",
                "--agent",
                "support-agent",
                "--listen",
                ANY,
                "--admin-listen",
                ANY));
        arguments.addAll(List.of(more));
        serving(
                (said, server) -> {
                    while (!said.toString().contains(DoorArguments.LISTENING) && server.isAlive()) {
                        Thread.sleep(POLL);
                    }
                    String address = said.toString()
                            .lines()
                            .filter(line -> line.startsWith(DoorArguments.LISTENING))
                            .findFirst()
                            .orElseThrow(() -> new CannotDo(said.toString()))
                            .substring(DoorArguments.LISTENING.length());
                    try (AdminClient client = new AdminClient(URI.create("http://" + address))) {
                        for (int i = 0; i < ROUNDS; i++) {
                            client.post("/v1/refund", Map.of("amount", 100, "reason", "broken"), null);
                        }
                    }
                },
                arguments.toArray(String[]::new));
    }
}
