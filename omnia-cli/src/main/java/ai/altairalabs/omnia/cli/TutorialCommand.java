package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.tutorial.Tutorial;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the tutorial. */
@Command(
        name = "tutorial",
        description = {
            "Run the whole tutorial on this machine, explain each step, and check what reached the tools.",
            "No cluster and no model's key is needed. Exit code 0 only if every check held."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  omnia tutorial", "  omnia tutorial --keep"})
final class TutorialCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--keep", description = "Leave everything running and say what to try next.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new Tutorial(spec.commandLine().getOut(), Style.ofProcess(), keep).run();
    }
}
