package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.admin.AdminClient;
import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.cli.proxy.DoorOptions;
import ai.altairalabs.omnia.cli.proxy.DoorService;
import ai.altairalabs.omnia.cli.proxy.PolicyOrigin;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import ai.altairalabs.omnia.cli.up.Up;
import ai.altairalabs.omnia.cli.up.UpOptions;
import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import ai.altairalabs.omnia.server.door.DoorSettings;
import ai.altairalabs.omnia.server.door.ProxyDoor;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Does a little of everything, so that the AOT cache that is made of this run holds what commands need. */
@Command(name = "warm-up", hidden = true, description = "Exercise what the AOT cache is to hold.")
final class WarmUpCommand implements Callable<Integer> {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final HostPort TOOL = new HostPort("customer-tools.production.svc.cluster.local", 8080);
    private static final int ROUNDS = 20;

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
            up(examples, address, home);
            proxy(examples, address);
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

    private static void up(Path examples, HostPort tool, OmniaHome home) throws IOException {
        UpOptions options = new UpOptions(
                List.of(examples), Map.of(TOOL, tool), examples.resolve("model/script.yaml"), ANY, "127.0.0.1", true);
        String token = DevelopmentIssuer.of(home, Clock.systemUTC())
                .token("support-agent", "warm-up", Map.of("team", "a", "customer_id", "b"), Duration.ofMinutes(5));
        Map<String, ?> refund = Map.of("order_id", "O-1001", "amount", 750, "reason", "broken");
        Map<String, ?> call = Map.of("agent", "support-agent", "tool", "process_refund", "arguments", refund);
        try (Up up = Up.start(options, home, OutputStream.nullOutputStream(), Map.of());
                AdminClient admin = new AdminClient(admin(home))) {
            up.summary();
            admin.get("/v1/status");
            admin.get("/v1/resources");
            for (int i = 0; i < ROUNDS; i++) {
                admin.post("/v1/calls", call, token);
            }
        }
    }

    private static URI admin(OmniaHome home) throws IOException {
        return UpState.require(home, "").admin();
    }

    private static void proxy(Path examples, HostPort tool) throws IOException, InterruptedException {
        DoorOptions options = new DoorOptions(
                new PolicyOrigin.Manifests(List.of(examples)),
                null,
                ANY,
                ANY,
                null,
                DoorOptions.IdentityMode.headers,
                "support-agent",
                null,
                null,
                null,
                UnknownTool.DENY,
                1 << 20);
        DoorService.Opening opening = (settings, authenticator, policies, audit, metrics) -> ProxyDoor.start(
                DoorSettings.of(ANY.socketAddress(), URI.create("http://" + tool), settings.namespace())
                        .withDecision(settings),
                authenticator,
                policies,
                audit,
                metrics);
        try (DoorService proxy = DoorService.start(options, opening, _ -> {});
                AdminClient client = new AdminClient(URI.create("http://" + proxy.address()))) {
            for (int i = 0; i < ROUNDS; i++) {
                client.post("/v1/refund", Map.of("amount", 100, "reason", "broken"), null);
            }
        }
    }
}
