package ai.altairalabs.omnia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.realparts.ApiServer;
import ai.altairalabs.omnia.realparts.Part;
import ai.altairalabs.omnia.realparts.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs {@code docs/tutorial-kubernetes.md} from top to bottom as its reader would, with a real API server and kubectl, the
 * operator and a door as processes of their own. Each block that follows a command is what the command must print.
 */
class KubernetesTutorialTest {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(bash|text|json)\\n(.*?)^```$");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void everyBlockOfThePageDoesWhatItSays() throws Exception {
        try (ApiServer server = ApiServer.withOurKinds();
                RecordingTool tool = new RecordingTool()) {
            server.kubectl("create", "namespace", "omnia-system").orFail();
            String kubeconfig = server.kubeconfig().toString();
            try (CliProcess operator = CliProcess.start(
                            directory,
                            "operator",
                            "--kubeconfig",
                            kubeconfig,
                            "--mesh",
                            "none",
                            "--leader-election",
                            "false",
                            "--admin-listen",
                            "127.0.0.1:0");
                    CliProcess door = CliProcess.startDoor(
                            directory,
                            "proxy",
                            "--policies",
                            "kubernetes",
                            "--kubeconfig",
                            kubeconfig,
                            "--namespace",
                            "production",
                            "--upstream",
                            "http://" + tool.address(),
                            "--identity",
                            "headers")) {
                run(shell(server, door), tool, operator);
            }
        }
    }

    private void run(Shell shell, RecordingTool tool, CliProcess operator) throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("docs/tutorial-kubernetes.md")));
        String command = "";
        int checked = 0;
        while (block.find()) {
            String text = block.group(2);
            switch (block.group(1)) {
                case "bash" -> {
                    command = text;
                    shell.run(command);
                }
                case "text" -> {
                    checked++;
                    shell.until(
                            command, text, operator, printed -> words(printed).equals(words(text)));
                }
                default -> {
                    checked++;
                    JsonNode wanted = JACKSON.readTree(text);
                    shell.until(
                            command, text, operator, printed -> printed.lines().anyMatch(line -> holds(line, wanted)));
                }
            }
        }
        assertThat(checked).isEqualTo(7);
        assertThat(tool.requests())
                .hasSizeGreaterThanOrEqualTo(1)
                .allMatch(request -> request.path().equals("/v1/refund"));
        int reached = tool.requests().size();
        shell.run(command);
        assertThat(tool.requests()).as("what is refused reaches no tool").hasSize(reached);
    }

    /** The words of each line; of a table's rows all but the age. */
    private static List<List<String>> words(String printed) {
        return printed.lines()
                .map(line -> Arrays.asList(line.strip().split(" +")))
                .map(line ->
                        line.size() > 1 && !line.getFirst().equals("NAME") ? line.subList(0, line.size() - 1) : line)
                .toList();
    }

    private static boolean holds(String line, JsonNode wanted) {
        // The door may be writing the last line just now.
        if (!line.startsWith("{") || !line.endsWith("}")) {
            return false;
        }
        JsonNode printed = JACKSON.readTree(line);
        return wanted.propertyStream().allMatch(field -> field.getValue().equals(printed.get(field.getKey())));
    }

    /** What a reader has at hand: kubectl with the cluster's configuration, curl, and the door. */
    private Shell shell(ApiServer server, CliProcess door) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path kubectl = Files.writeString(bin.resolve("kubectl"), """
                #!/bin/sh
                # There is no node here that could be asked for logs: this is what the door prints.
                [ "$1" = logs ] && exec cat "%s"
                exec "%s" "$@"
                """.formatted(door.outFile(), Part.KUBECTL.require()));
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Shell(Map.of(
                "PATH",
                bin + ":" + System.getenv("PATH"),
                "HOME",
                directory.toString(),
                "KUBECONFIG",
                server.kubeconfig().toString(),
                "DOOR",
                "http://" + door.address()));
    }

    private record Shell(Map<String, String> environment) {
        String run(String command) {
            return Ran.run(
                            ROOT.resolve("examples/customer-service"),
                            environment,
                            List.of("bash", "-euo", "pipefail", "-c", command),
                            "")
                    .out();
        }

        /** Runs the command until it prints what it should: a status is written a moment after its resource. */
        void until(String command, String text, CliProcess operator, java.util.function.Predicate<String> condition)
                throws Exception {
            String again = command.lines()
                    .filter(line -> !line.startsWith("kubectl apply") && !line.startsWith("kubectl create"))
                    .collect(java.util.stream.Collectors.joining("\n"));
            long end = System.nanoTime() + PATIENCE.toNanos();
            String printed = run(again);
            while (!condition.test(printed)) {
                assertThat(System.nanoTime())
                        .as(
                                "%s printed%n%s%nwhere the page says%n%s%nthe operator said%n%s",
                                again, printed, text, operator.err())
                        .isLessThan(end);
                Thread.sleep(100);
                printed = run(again);
            }
        }
    }
}
