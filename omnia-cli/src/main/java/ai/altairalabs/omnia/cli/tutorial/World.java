package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tutorial's steps work on: the tool service, {@code omnia up}, a user's directory of manifests. */
final class World implements AutoCloseable {
    static final String AGENT = "support-agent";
    static final String REGISTRY = "customer-tools";
    private static final String TOOL_HOST = "customer-tools.production.svc.cluster.local:8080";

    /** How often a command is run that does not succeed at once. */
    private static final int TRIES = 20;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Path work;
    private final Path examples;
    private final OmniaCli cli;
    private final Http http;
    private final ToolService tools;
    private final RunningUp up;
    private final Narrator narrator;

    private World(
            Path work, Path examples, OmniaCli cli, Http http, ToolService tools, RunningUp up, Narrator narrator) {
        this.work = work;
        this.examples = examples;
        this.cli = cli;
        this.http = http;
        this.tools = tools;
        this.up = up;
        this.narrator = narrator;
    }

    /** Starts everything in an empty directory; the policies come later, step by step. */
    static World start(Path work, Narrator narrator) throws IOException, InterruptedException {
        Path examples = examples();
        Path home = Files.createDirectory(work.resolve("home"));
        Path manifests = Files.createDirectory(work.resolve("manifests"));
        Files.copy(examples.resolve("support-agent.yaml"), manifests.resolve("support-agent.yaml"));
        Files.copy(examples.resolve("customer-tools.yaml"), manifests.resolve("customer-tools.yaml"));
        Files.copy(examples.resolve("model/script.yaml"), work.resolve("script.yaml"));
        OmniaCli cli = new OmniaCli(work, home);
        Http http = new Http();
        ToolService tools = ToolService.start(work);
        try {
            List<String> options = List.of(
                    "-f",
                    "manifests",
                    "--script",
                    "script.yaml",
                    "--connect-to",
                    TOOL_HOST + "=" + tools.address(),
                    "--any-port");
            RunningUp up = RunningUp.start(cli, home, options, http);
            narrator.command("omnia up " + String.join(" ", options), up.summary());
            return new World(work, examples, cli, http, tools, up, narrator);
        } catch (IOException | RuntimeException | InterruptedException e) {
            tools.close();
            throw e;
        }
    }

    private static Path examples() {
        Path root = Path.of(System.getProperty("omnia.root", "."));
        Path examples = root.resolve("examples/customer-service");
        if (!Files.isDirectory(examples)) {
            throw new CannotDo(
                    "the example `examples/customer-service` is not there; run `./omnia` from its repository");
        }
        return examples;
    }

    Narrator narrator() {
        return narrator;
    }

    Path work() {
        return work;
    }

    Path home() {
        return work.resolve("home");
    }

    ToolService tools() {
        return tools;
    }

    RunningUp up() {
        return up;
    }

    Http http() {
        return http;
    }

    /** Puts one of the example's files into the user's directory. */
    void take(String example, String name) throws IOException {
        Files.deleteIfExists(work.resolve(name));
        Files.copy(examples.resolve(example), work.resolve(name));
    }

    /** Runs a command and shows it; it must succeed. */
    String command(String... arguments) throws IOException, InterruptedException {
        OmniaCli.Result result = cli.run(arguments);
        narrator.command(
                "omnia " + Stream.of(arguments).map(World::quoted).collect(Collectors.joining(" ")), result.out());
        if (result.code() != 0) {
            narrator.same("`omnia " + arguments[0] + "` exits with 0", 0, result.code());
            narrator.say(result.err());
        }
        return result.out();
    }

    /** Runs a command until it succeeds and shows it: an allowed call's record is written soon after, not before. */
    String awaitCommand(String... arguments) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES && cli.run(arguments).code() != 0; i++) {
            Thread.sleep(PAUSE);
        }
        return command(arguments);
    }

    /** Runs a command without showing it. */
    OmniaCli.Result quietly(String... arguments) throws IOException, InterruptedException {
        return cli.run(arguments);
    }

    /** A token of the development issuer with these claims: {@code name=text}. */
    String token(String... claims) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("token", "--subject", "alice"));
        for (String claim : claims) {
            arguments.add("--claim");
            arguments.add(claim);
        }
        OmniaCli.Result result = cli.run(arguments.toArray(String[]::new));
        if (result.code() != 0) {
            throw new CannotDo("`omnia token` failed: " + result.err());
        }
        return result.out().strip();
    }

    /** A tool call by the path that the runtime uses, and what reached the tool. */
    Call call(String token, String tool, Map<String, Object> arguments, String... headers)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!token.isEmpty()) {
            all.addAll(List.of("Authorization", "Bearer " + token));
        }
        Map<String, Object> body = Http.object("agent", AGENT, "tool", tool, "arguments", arguments);
        return watched(up.admin().resolve("/v1/calls"), body, all);
    }

    /** A request past the facade, straight at the door. */
    Call atTheDoor(String path, Map<String, Object> body, String... headers) throws IOException, InterruptedException {
        return watched(up.door(REGISTRY).resolve(path), body, List.of(headers));
    }

    private Call watched(URI uri, Map<String, Object> body, List<String> headers)
            throws IOException, InterruptedException {
        int before = tools.requests().size();
        Http.Answer answer = http.post(uri, body, headers.toArray(String[]::new));
        List<ToolService.Request> after = tools.requests();
        return new Call(answer.status(), answer.body(), after.subList(before, after.size()));
    }

    /**
     * What came of a call.
     *
     * @param reached the requests that reached the tool service because of it
     */
    record Call(int status, String body, List<ToolService.Request> reached) {
        /** Status and the rule that refused, as one text. */
        String refusal() {
            try {
                return status + " " + Json.readObject(body).get("rule");
            } catch (Json.NotJson _) {
                return status + " " + body;
            }
        }

        /** A header of the one request that reached the tool; says so when there was none. */
        String header(String name) {
            if (reached.size() != 1) {
                return "(" + reached.size() + " requests reached the tool)";
            }
            String value = reached.getFirst().header(name);
            return value == null ? "(absent)" : value;
        }
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** Ends what was started. */
    @Override
    public void close() {
        up.close();
        tools.close();
        http.close();
    }

    /** Lets the processes live on. */
    void leaveRunning() {
        http.close();
    }
}
