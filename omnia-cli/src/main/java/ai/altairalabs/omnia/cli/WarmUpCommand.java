package ai.altairalabs.omnia.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Does a little of everything, so that the AOT cache that is made of this run holds what commands need. */
@Command(name = "warm-up", hidden = true, description = "Exercise what the AOT cache is to hold.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        String examples = Path.of(System.getProperty("omnia.root", "."), "examples", "customer-service")
                .toString();
        run("--help");
        run("get", "toolpolicies", "-f", examples);
        run("get", "agentpolicies", "-f", examples, "-o", "yaml");
        run("validate", "-f", examples);
        return ExitCodes.OK;
    }

    private static void run(String... arguments) {
        StringWriter ignored = new StringWriter();
        Main.run(new PrintWriter(ignored), new PrintWriter(ignored), arguments);
    }
}
